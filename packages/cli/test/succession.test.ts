import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packSemVer, pluginRegistryAbi } from "@nexus/protocol";
import { expect } from "chai";
import {
  encodeAbiParameters,
  encodeEventTopics,
  getAbiItem,
  type Hex,
  keccak256,
  toHex,
  zeroAddress,
} from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

const publisher = developmentAccount("publisher", 31_337).address;
const module = "0x00000000000000000000000000000000000000c0";
const pluginId = keccak256(toHex("plugin"));
const [first, second]: readonly Hex[] = [keccak256(toHex("first")), keccak256(toHex("second"))];
const { PluginRegistry } = deployment.contracts;

function publishedLog(versionId: Hex, version: string, of: string) {
  const event = getAbiItem({ abi: pluginRegistryAbi, name: "VersionPublished" });
  const content = { manifestDigest: first, artifactDigest: first, clauseId: first, module: of };
  const data = encodeAbiParameters(
    event.inputs.filter((item) => !("indexed" in item && item.indexed)),
    [packSemVer(version), content, 0, 12] as never,
  );
  const args = { versionId, pluginId, publisher };
  return {
    topics: encodeEventTopics({ abi: pluginRegistryAbi, eventName: "VersionPublished", args }) as Hex[],
    data,
  };
}

describe("a plugin's later versions", () => {
  let node: FakeNode;
  let directory: string;
  let moduleOf: Answer;
  let fee: bigint;
  let submission: Answer;
  let asked: unknown[][];

  /** What was asked for, but for reading fees. */
  const calls = () =>
    asked.map(([name]) => name).filter((name) => name !== "feeAfter" && name !== "allowance");

  const noted = (name: string, answer: () => Answer) => (args: readonly unknown[]) => {
    asked.push([name, ...args]);
    return answer();
  };

  beforeEach(async () => {
    asked = [];
    fee = 0n;
    submission = { refusal: "ReviewBoardEmptyChamber", args: [1] };
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    moduleOf = { refusal: "ModuleRegistryUnknown", args: [second] };
    node = await startFakeNode({
      calls: {
        plugin: () => ({ value: { owner: publisher, pendingOwner: zeroAddress, name: "rain-gauge" } }),
        supersede: noted("supersede", () => ({ value: [] })),
        latestProposal: () => ({ value: 41n }),
        feeAfter: noted("feeAfter", () => ({ value: fee })),
        allowance: noted("allowance", () => ({ value: 4n })),
        approve: noted("approve", () => ({ value: true })),
        moduleOf: () => moduleOf,
        registerModule: noted("registerModule", () => ({ value: second })),
        submitForReview: noted("submitForReview", () => submission),
      },
      logs: {
        [PluginRegistry]: [
          publishedLog(first as Hex, "1.0.0", zeroAddress),
          publishedLog(second as Hex, "1.1.0", module),
        ],
      },
      mined: { status: "success" },
    });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const run = (...argv: string[]) =>
    nexus([...argv, "--account", "publisher", "--rpc-url", node.url, "--deployment", "d.json"], {
      cwd: directory,
    });

  it("supersede names the plugin and both versions", async () => {
    const { code, out } = await run("credential", "supersede", second as Hex, first as Hex, "--json");
    expect(code).to.equal(0);
    expect(asked.at(-1)).to.deep.equal(["supersede", pluginId, packSemVer("1.1.0"), packSemVer("1.0.0")]);
    expect(JSON.parse(out[0] ?? "")).to.include({ versionId: second, supersedes: first });
  });

  it("register the code of an on-chain module before they are submitted, unless it is registered", async () => {
    const { err } = await run("review", "submit", second as Hex);
    expect(err[0]).to.include("ReviewBoardEmptyChamber");
    expect(calls().indexOf("registerModule")).to.be.within(0, calls().indexOf("submitForReview") - 1);
    asked = [];
    moduleOf = { value: { codeHash: first, module, registeredAt: 7 } };
    await run("review", "submit", second as Hex);
    expect(calls()).to.deep.equal(["submitForReview"]);
  });

  it("have nothing to register without a module", async () => {
    await run("review", "submit", first as Hex);
    expect(calls()).to.deep.equal(["submitForReview"]);
  });

  it("are submitted after the fee is allowed, to the unit, to the contract that charges it", async () => {
    const { ReviewFees } = deployment.contracts;
    fee = 5n;
    submission = { refusal: "ERC20InsufficientAllowance", args: [ReviewFees, 4n, 5n] };
    const { err } = await run("review", "submit", first as Hex);
    expect(asked.find(([name]) => name === "feeAfter")).to.deep.equal(["feeAfter", 41n]);
    expect(asked.find(([name]) => name === "allowance")).to.deep.equal(["allowance", publisher, ReviewFees]);
    expect(asked.find(([name]) => name === "approve")).to.deep.equal(["approve", ReviewFees, 5n]);
    expect(calls().indexOf("approve")).to.be.within(0, calls().lastIndexOf("submitForReview") - 1);
    expect(err[0]).to.include("approve it first");
  });

  it("cost no allowance when their submission would be refused anyway", async () => {
    fee = 5n;
    await run("review", "submit", first as Hex);
    expect(calls()).to.deep.equal(["submitForReview"]);
  });
});
