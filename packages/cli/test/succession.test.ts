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
  let asked: unknown[][];

  const noted = (name: string, answer: () => Answer) => (args: readonly unknown[]) => {
    asked.push([name, ...args]);
    return answer();
  };

  beforeEach(async () => {
    asked = [];
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    moduleOf = { refusal: "ModuleRegistryUnknown", args: [second] };
    node = await startFakeNode({
      calls: {
        plugin: () => ({ value: { owner: publisher, pendingOwner: zeroAddress, name: "rain-gauge" } }),
        supersede: noted("supersede", () => ({ value: [] })),
        latestProposal: () => ({ value: 0n }),
        feeAfter: () => ({ value: 0n }),
        allowance: () => ({ value: 0n }),
        moduleOf: () => moduleOf,
        registerModule: noted("registerModule", () => ({ value: second })),
        submitForReview: noted("submitForReview", () => ({ refusal: "ReviewBoardEmptyChamber", args: [1] })),
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
    const calls = () => asked.map(([name]) => name);
    expect(calls().indexOf("registerModule")).to.be.within(0, calls().indexOf("submitForReview") - 1);
    asked = [];
    moduleOf = { value: { codeHash: first, module, registeredAt: 7 } };
    await run("review", "submit", second as Hex);
    expect(calls()).to.deep.equal(["submitForReview"]);
  });

  it("have nothing to register without a module", async () => {
    await run("review", "submit", first as Hex);
    expect(asked.map(([name]) => name)).to.deep.equal(["submitForReview"]);
  });
});
