import { expect } from "chai";
import { artifacts } from "hardhat";
import type { Address, Hex } from "viem";
import { networkHelpers } from "../../test/fixtures/connect.ts";
import { deployment } from "../../test/fixtures/deployment.ts";
import { linksIn } from "./code.ts";
import { ReadBackError } from "./errors.ts";
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
    expect(await readBack(provider, artifacts, facts)).to.be.greaterThan(40);
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

  it("refuses an account that lacks its role", async () => {
    const { provider, ...facts } = await load();
    const stranger: Address = "0x00000000000000000000000000000000000000a1";
    expect(await faultOf(readBack(provider, artifacts, { ...facts, dao: stranger }))).to.include(
      `${stranger} holds ADMIN_ROLE`,
    );
  });
});
