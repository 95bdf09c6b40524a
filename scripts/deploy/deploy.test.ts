import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Deployment, deployments } from "@nexus/protocol";
import { expect } from "chai";
import { deployerOf } from "./deploy.ts";
import { AddressMismatchError, DevelopmentKeyError, NoDeployerError } from "./errors.ts";
import { record } from "./record.ts";

const DEVELOPMENT_ACCOUNT = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const OWN_ACCOUNT = "0x00000000000000000000000000000000000000a1";

const nodeWith = (...accounts: readonly string[]) => ({ request: async () => accounts });

async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("deployerOf", () => {
  it("takes the node's first account", async () => {
    expect(await deployerOf(nodeWith(OWN_ACCOUNT, DEVELOPMENT_ACCOUNT), 1)).to.equal(OWN_ACCOUNT);
    expect(await deployerOf(nodeWith(DEVELOPMENT_ACCOUNT), 31337)).to.equal(DEVELOPMENT_ACCOUNT);
  });

  it("refuses a development account on another chain", async () => {
    const fault = await faultOf(deployerOf(nodeWith(DEVELOPMENT_ACCOUNT), 1));
    expect(fault).to.be.instanceOf(DevelopmentKeyError);
    expect(String(fault)).to.include(DEVELOPMENT_ACCOUNT).and.to.include("chain 1 ");
  });

  it("says what to set when the node has no account", async () => {
    const fault = await faultOf(deployerOf(nodeWith(), 1));
    expect(fault).to.be.instanceOf(NoDeployerError);
    expect(String(fault)).to.include("NEXUS_DEPLOYER_KEY");
  });
});

describe("record", () => {
  const local = deployments[31337] as Deployment;
  const moved = { ...local, contracts: { ...local.contracts, NexusToken: OWN_ACCOUNT } } as Deployment;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-deployments-"));
    file = join(folder, "record.json");
  });

  afterEach(() => rm(folder, { recursive: true }));

  const recorded = async () => JSON.parse(await readFile(file, "utf8")) as Deployment;

  it("writes a first deployment", async () => {
    await record(file, local, false);
    expect(await recorded()).to.deep.equal(local);
  });

  it("refuses other addresses on the development chain, naming them, unless told to record", async () => {
    await writeFile(file, JSON.stringify(local));
    const fault = await faultOf(record(file, moved, false));
    expect(fault).to.be.instanceOf(AddressMismatchError);
    expect(String(fault)).to.include(
      `NexusToken is at ${OWN_ACCOUNT}, recorded ${local.contracts.NexusToken}`,
    );
    expect(await recorded()).to.deep.equal(local);
    await record(file, moved, true);
    expect(await recorded()).to.deep.equal(moved);
  });

  it("replaces the record of any other chain", async () => {
    await writeFile(file, JSON.stringify({ ...local, chainId: 1 }));
    await record(file, { ...moved, chainId: 1 }, false);
    expect(await recorded()).to.deep.equal({ ...moved, chainId: 1 });
  });
});
