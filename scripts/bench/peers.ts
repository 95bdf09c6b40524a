import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { ethers, namedSigners, networkHelpers, type Signer } from "../../test/fixtures/connect.ts";
import { gasOf, type Peer } from "./row.ts";

const FOR = 1;
const SCHEMA = "bytes32 artifactDigest,bytes32 manifestDigest,bytes32 clauseId";

const BALLOT = [
  { name: "proposalId", type: "uint256" },
  { name: "support", type: "uint8" },
  { name: "voter", type: "address" },
  { name: "nonce", type: "uint256" },
];

/** Figures that others publish, or that were measured on their source elsewhere: their licences keep it out of here. */
export const published = {
  rhinestoneCheck: [6_389, 9_388, 12_387].map((gas, index) => ({
    name: `rhinestone registry check ${index + 1} (source e0a6303, measured apart)`,
    gas,
  })) as [Peer, Peer, Peer],
  alloDistribute: { name: "Allo distribute (published)", gas: 92_781 },
} as const;

async function stockGovernor() {
  const accounts = await namedSigners("holder", "first", "later", "signer", "relayer");
  const token = await ethers.deployContract("NexusToken", [accounts.holder]);
  const governor = await ethers.deployContract("StockGovernor", [token]);
  for (const voter of [accounts.first, accounts.later, accounts.signer]) {
    await token.transfer(voter, 1_000n);
    await token.connect(voter).delegate(voter);
  }
  await networkHelpers.time.increase(1);
  const proposal = [[await governor.getAddress()], [0n], ["0x"], "Do nothing"] as const;
  const [targets, values, calls, description] = proposal;
  await governor.propose([...targets], [...values], [...calls], description);
  const hash = ethers.id(description);
  const proposalId = await governor.getProposalId([...targets], [...values], [...calls], hash);
  await networkHelpers.time.increase(1);
  return { ...accounts, governor, proposalId };
}

async function signBallot(verifyingContract: string, signer: Signer, proposalId: bigint): Promise<string> {
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "StockGovernor", version: "1", chainId, verifyingContract };
  const message = { proposalId, support: FOR, voter: signer.address, nonce: 0n };
  return signer.signTypedData(domain, { Ballot: BALLOT }, message);
}

/** Votes with OpenZeppelin's Governor, GovernorCountingSimple and GovernorVotes, built with our settings. */
export async function measureStockGovernor() {
  const { governor, proposalId, first, later, signer, relayer } =
    await networkHelpers.loadFixture(stockGovernor);
  const name = "OpenZeppelin Governor";
  const castFirst = await gasOf(governor.connect(first).castVote(proposalId, FOR));
  const castLater = await gasOf(governor.connect(later).castVote(proposalId, FOR));
  const signature = await signBallot(await governor.getAddress(), signer, proposalId);
  const relayed = governor.connect(relayer).castVoteBySig(proposalId, FOR, signer, signature);
  return {
    first: { name: `${name} castVote, first`, gas: castFirst },
    later: { name: `${name} castVote, later`, gas: castLater },
    bySig: { name: `${name} castVoteBySig, later`, gas: await gasOf(relayed) },
  } satisfies Record<string, Peer>;
}

/** An artifact that EAS 1.9 ships: its own compiler and settings. */
async function shipped(name: string, signer: Signer) {
  const path = `@ethereum-attestation-service/eas-contracts/artifacts/contracts/${name}.sol/${name}.json`;
  const file = createRequire(import.meta.url).resolve(path);
  const { abi, bytecode } = JSON.parse(await readFile(file, "utf8"));
  return new ethers.ContractFactory(abi, bytecode, signer);
}

async function attestationService() {
  const { holder, recipient } = await namedSigners("holder", "recipient");
  const schemas = await (await shipped("SchemaRegistry", holder)).deploy();
  const service = await (await shipped("EAS", holder)).deploy(schemas);
  const packed = ethers.solidityPackedKeccak256(
    ["string", "address", "bool"],
    [SCHEMA, ethers.ZeroAddress, true],
  );
  await schemas.getFunction("register")(SCHEMA, ethers.ZeroAddress, true);
  return { service, schema: packed, recipient };
}

/** An EAS attestation of 96 bytes, from the shipped artifacts. */
export async function measureAttestation(): Promise<Peer> {
  const { service, schema, recipient } = await networkHelpers.loadFixture(attestationService);
  const data = {
    recipient,
    expirationTime: 0n,
    revocable: true,
    refUID: ethers.ZeroHash,
    data: ethers.concat([ethers.id("artifact"), ethers.id("manifest"), ethers.id("clause")]),
    value: 0n,
  };
  return {
    name: "EAS 1.9 attest of 96 bytes",
    gas: await gasOf(service.getFunction("attest")({ schema, data })),
  };
}

async function stockToken() {
  const { holder } = await namedSigners("holder");
  return { holder, token: await ethers.deployContract("StockToken") };
}

/** An ERC-721 mint to an account that holds none. */
export async function measureMint(): Promise<Peer> {
  const { token, holder } = await networkHelpers.loadFixture(stockToken);
  return { name: "ERC-721 mint", gas: await gasOf(token.mint(holder, BigInt(ethers.id("token")))) };
}
