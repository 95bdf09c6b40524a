import { type Address, encodeFunctionData, type Hex, parseAbi, parseEventLogs, parseSignature } from "viem";
import { chainTime, explained, firstLog, type NexusClient, send, signerOf } from "../client.ts";

/** EIP-2612 and ERC-5267, as OpenZeppelin's tokens have them. */
const permitAbi = parseAbi([
  "function nonces(address owner) view returns (uint256)",
  "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
]);

const types = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** How long a permit may be used: it is sent at once. */
const PERMIT_SECONDS = 3_600;

async function signPermit(client: NexusClient, token: Address, value: bigint) {
  const account = signerOf(client);
  const read = { address: token, abi: permitAbi } as const;
  const [domain, nonce] = await Promise.all([
    explained(client.publicClient.readContract({ ...read, functionName: "eip712Domain" })),
    explained(client.publicClient.readContract({ ...read, functionName: "nonces", args: [account.address] })),
  ]);
  const [, name, version, chainId, verifyingContract] = domain;
  const deadline = BigInt((await chainTime(client)) + PERMIT_SECONDS);
  const spender = client.contracts.bountyEscrow.address;
  const signature = await account.signTypedData({
    domain: { name, version, chainId, verifyingContract },
    types,
    primaryType: "Permit",
    message: { owner: account.address, spender, value, nonce, deadline },
  });
  const { r, s, yParity } = parseSignature(signature);
  return { deadline, v: 27 + yParity, r, s };
}

/** Adds an amount of its token to an open bounty in one transaction, with a permit that the client's account signs. */
export async function fundWithPermit(
  client: NexusClient,
  { bountyId, token, amount }: { bountyId: bigint; token: Address; amount: bigint },
): Promise<{ tx: Hex; bountyId: bigint; amount: bigint; total: bigint }> {
  const { address, abi } = client.contracts.bountyEscrow;
  const permit = await signPermit(client, token, amount);
  const args = [bountyId, amount, permit] as const;
  const data = encodeFunctionData({ abi, functionName: "fundWithPermit", args });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args: funded } = firstLog(
    parseEventLogs({ abi, eventName: "BountyFunded", logs }),
    "BountyFunded",
    tx,
  );
  return { tx, bountyId, amount: funded.amount, total: funded.total };
}
