import { createRequire } from "node:module";
import { expect } from "chai";
import { artifacts } from "hardhat";
import { type Address, decodeAbiParameters, getAddress, type Hex } from "viem";
import { networkHelpers } from "../../test/fixtures/connect.ts";
import { deployment } from "../../test/fixtures/deployment.ts";
import { CreationNotFoundError, OtherCodeError } from "./errors.ts";
import { type Submission, submissionsOf } from "./submissions.ts";

const load = () => networkHelpers.loadFixture(deployment);

const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Creation code that a submission's input compiles to, as an explorer would get it. */
function recompiled({ identifier, input }: Submission): string {
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const [source = "", name = ""] = identifier.split(":");
  const settings = { ...input.settings, outputSelection: { [source]: { [name]: ["evm.bytecode.object"] } } };
  const { contracts } = JSON.parse(solc.compile(JSON.stringify({ ...input, settings })));
  return contracts[source][name].evm.bytecode.object as string;
}

describe("the submissions to explorers", () => {
  it("are one of each contract and of each library behind them", async () => {
    const { client, deployment: deployed } = await load();
    const submissions = await submissionsOf(client, artifacts, deployed);
    const names = submissions.map(({ name }) => name);
    expect(names).to.include.members([...Object.keys(deployed.contracts), "ReviewIntake", "ReviewRules"]);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("compile to the very data of the transaction that created the contract", async () => {
    const { client, deployment: deployed } = await load();
    const submissions = await submissionsOf(client, artifacts, deployed);
    const submission = submissions.find(({ name }) => name === "ExecutorRegistry");
    if (!submission) throw new Error("no submission");
    const { input } = await client.getTransaction({ hash: submission.creationTransaction });
    expect(`0x${recompiled(submission)}${submission.constructorArguments}`).to.equal(input);
    expect(submission.compilerVersion).to.match(/^0\.8\.37\+commit\.[0-9a-f]{8}$/);
    const [authority] = decodeAbiParameters(
      [{ type: "address" }],
      `0x${submission.constructorArguments}` as Hex,
    );
    expect(authority).to.equal(deployed.contracts.AccessManager);
  });

  it("name the libraries by their addresses", async () => {
    const { client, deployment: deployed } = await load();
    const submissions = await submissionsOf(client, artifacts, deployed);
    const board = submissions.find(({ name }) => name === "ReviewBoard");
    const libraries = Object.assign({}, ...Object.values(board?.input.settings.libraries as object));
    for (const [name, address] of Object.entries(libraries)) {
      expect(getAddress(address as Address)).to.equal(
        submissions.find((other) => other.name === name)?.address,
      );
    }
    expect(Object.keys(libraries)).to.include("ReviewIntake");
  });

  it("refuse a contract that other code made", async () => {
    const { client, deployment: deployed } = await load();
    const { NexusToken: address } = deployed.contracts;
    const contracts = { ...deployed.contracts, PluginRegistry: address };
    const fault = await faultOf(submissionsOf(client, artifacts, { ...deployed, contracts }));
    expect(fault).to.be.instanceOf(OtherCodeError);
    expect(String(fault)).to.include(`PluginRegistry at ${address}`);
  });

  it("refuse a contract that no transaction made", async () => {
    const { client, deployment: deployed } = await load();
    const address: Address = "0x00000000000000000000000000000000000000a1";
    const contracts = { ...deployed.contracts, NexusToken: address };
    const fault = await faultOf(submissionsOf(client, artifacts, { ...deployed, contracts }));
    expect(fault).to.be.instanceOf(CreationNotFoundError);
    expect(String(fault)).to.include(getAddress(address));
  });
});
