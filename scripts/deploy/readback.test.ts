import { accessManagerAbi, roles } from "@nexus/protocol";
import { expect } from "chai";
import { artifacts } from "hardhat";
import { type Address, createWalletClient, custom, type Hex } from "viem";
import { networkHelpers } from "../../test/fixtures/connect.ts";
import { deployment } from "../../test/fixtures/deployment.ts";
import { linksIn } from "./code.ts";
import { NothingToHandOverError, ReadBackError } from "./errors.ts";
import { handOver } from "./hand-over.ts";
import { deployMirror, isListed } from "./mirror.ts";
import { readBack } from "./readback.ts";

const load = () => networkHelpers.loadFixture(deployment);

async function faultOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "none",
    (error: unknown) => (error instanceof ReadBackError ? error.message : `another: ${error}`),
  );
}

/** Puts code with one changed byte at an address. */
async function tamper(address: Address, code: Hex, at: number): Promise<void> {
  const bytes = Buffer.from(code.slice(2), "hex");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await networkHelpers.setCode(address, `0x${bytes.toString("hex")}`);
}

describe("reading a deployment back", () => {
  it("finds the code that was tested, the roles and the wiring", async () => {
    const { provider, ...facts } = await load();
    const { checks, handedOver } = await readBack(provider, artifacts, facts);
    expect(checks).to.be.greaterThan(80);
    expect(handedOver).to.equal(false);
  });

  it("refuses a contract whose code differs by a bit from what was tested", async () => {
    const { provider, client, ...facts } = await load();
    const address = facts.deployment.contracts.BountyEscrow;
    await tamper(address, (await client.getCode({ address })) ?? "0x", 100);
    expect(await faultOf(readBack(provider, artifacts, facts))).to.include(
      `it isn't so that the code at ${address} is BountyEscrow's`,
    );
  });

  it("refuses another library behind a contract", async () => {
    const { provider, client, ...facts } = await load();
    const board = facts.deployment.contracts.ReviewBoard;
    const { deployedLinkReferences } = await artifacts.readArtifact("ReviewBoard");
    const links = linksIn((await client.getCode({ address: board })) ?? "0x", deployedLinkReferences);
    const library = links.find(({ name }) => name === "ReviewIntake")?.address ?? "0x";
    await tamper(library, (await client.getCode({ address: library })) ?? "0x", 200);
    expect(await faultOf(readBack(provider, artifacts, facts))).to.include("is ReviewIntake's");
  });

  it("refuses a set in nobody's hands: neither the deployer's nor the timelock's", async () => {
    const { provider, ...facts } = await load();
    const stranger: Address = "0x00000000000000000000000000000000000000a1";
    expect(await faultOf(readBack(provider, artifacts, { ...facts, deployer: stranger }))).to.include(
      `${facts.deployment.contracts.TimelockController} holds ADMIN_ROLE`,
    );
  });

  it("finds the timelock in charge after the hand-over, which happens once", async () => {
    const { provider, deployment: deployed, deployer } = await load();
    await handOver(provider, deployed, deployer);
    const facts = { deployment: deployed, deployer };
    expect((await readBack(provider, artifacts, facts)).handedOver).to.equal(true);
    const again = await handOver(provider, deployed, deployer).catch((error: unknown) => error);
    expect(again).to.be.instanceOf(NothingToHandOverError);
  });

  it("finds a listed mirror in the hands of its own DAO, and refuses one that isn't what it says", async () => {
    const { provider, client, deployment: deployed, deployer } = await load();
    const facts = { deployment: deployed, deployer };
    const without = (await readBack(provider, artifacts, facts)).checks;
    const deploying = { artifacts, chainId: 31337, deployer, root: "." };
    const dao: Address = "0x00000000000000000000000000000000000000a1";
    expect(await isListed(provider, deployed, "highland-mirror")).to.equal(false);
    const mirror = { deployment: deployed, name: "highland-mirror", dao };
    const attester = await deployMirror(provider, deploying, mirror);
    expect(await isListed(provider, deployed, "highland-mirror")).to.equal(true);
    expect((await readBack(provider, artifacts, facts)).checks).to.equal(without + 7);
    await tamper(attester, (await client.getCode({ address: attester })) ?? "0x", 300);
    expect(await faultOf(readBack(provider, artifacts, facts))).to.include(
      `the code at ${attester} is MirrorAttester's`,
    );
    const own = { ...mirror, name: "own-mirror", dao: deployer };
    await deployMirror(provider, deploying, own);
    expect(await faultOf(readBack(provider, artifacts, facts))).to.include(
      `the deployer ${deployer} has no say in own-mirror`,
    );
  });

  it("refuses a deployer who kept a role beside the timelock", async () => {
    const { provider, client, deployment: deployed, deployer } = await load();
    const { AccessManager, TimelockController } = deployed.contracts;
    await handOver(provider, deployed, deployer);
    await networkHelpers.impersonateAccount(TimelockController);
    await networkHelpers.setBalance(TimelockController, 10n ** 18n);
    const wallet = createWalletClient({ account: TimelockController, transport: custom(provider) });
    const args = [roles.SEAT_STEWARD, deployer, 0] as const;
    const grant = { address: AccessManager, abi: accessManagerAbi, functionName: "grantRole", args } as const;
    const hash = await wallet.writeContract({ ...grant, chain: null });
    await client.waitForTransactionReceipt({ hash });
    const facts = { deployment: deployed, deployer };
    expect(await faultOf(readBack(provider, artifacts, facts))).to.include(
      `the deployer ${deployer} doesn't hold SEAT_STEWARD`,
    );
  });
});
