import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedContentStore } from "@nexus/content";
import {
  DEFAULT_POLICY,
  manifestBytes,
  packSemVer,
  parseSignedPolicy,
  pluginRegistryAbi,
  policyDigest,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import { encodeAbiParameters, encodeEventTopics, getAbiItem, type Hex, zeroAddress } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { fillManifest } from "../src/actions/manifest.ts";
import { readPluginPackage } from "../src/package.ts";
import { deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";
import { artifact, clauseId, writePlugin } from "./fixtures/plugin.ts";

const publisher = developmentAccount("publisher", 31_337).address;
const dao = developmentAccount("deployer", 31_337).address;
const versionId: Hex = `0x${"0e".repeat(32)}`;
const pluginId: Hex = `0x${"0f".repeat(32)}`;
const [RULE] = DEFAULT_POLICY.rules;

describe("nexus policy", () => {
  let node: FakeNode;
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-policy-"));
    const files = await readPluginPackage(await writePlugin(join(directory, "plugin")));
    const draft = { ...files.draft, capabilities: [{ name: "log", scope: [] }] };
    const bytes = manifestBytes(
      await fillManifest({ package: { ...files, draft }, author: `eip155:31337:${publisher}` }),
    );
    await new EmbeddedContentStore({ directory: join(directory, "content") }).add(bytes);
    const content = {
      manifestDigest: sha256Digest(bytes),
      artifactDigest: sha256Digest(artifact),
      clauseId,
      module: zeroAddress,
    };
    const event = getAbiItem({ abi: pluginRegistryAbi, name: "VersionPublished" });
    const inputs = event.inputs.filter((item) => !("indexed" in item && item.indexed));
    const args = { versionId, pluginId, publisher };
    const published = {
      topics: encodeEventTopics({ abi: pluginRegistryAbi, eventName: "VersionPublished", args }) as Hex[],
      data: encodeAbiParameters(inputs, [packSemVer("1.0.0"), content, 0, 12] as never),
    };
    node = await startFakeNode({
      calls: {
        plugin: () => ({
          value: { owner: publisher, pendingOwner: zeroAddress, registeredAt: 1, name: "rain" },
        }),
      },
      logs: { [deployment.contracts.PluginRegistry]: [published] },
    });
    await writeFile(join(directory, "deployment.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true, force: true });
  });

  const ask = (...argv: string[]) =>
    nexus(
      [
        "policy",
        ...argv,
        "--rpc-url",
        node.url,
        "--deployment",
        "deployment.json",
        "--content-directory",
        "content",
      ],
      {
        cwd: directory,
      },
    );

  const write = (name: string, value: object) =>
    writeFile(join(directory, name), JSON.stringify(value, null, 2));

  it("shows the policy that comes with the code, and its digest", async () => {
    const { out } = await nexus(["policy", "show", "--json"]);
    expect(JSON.parse(out[0] ?? "")).to.deep.equal({
      name: "default",
      digest: policyDigest(DEFAULT_POLICY),
      signer: null,
      notAfter: null,
      policy: DEFAULT_POLICY,
    });
  });

  it("signs a draft for this chain's contracts, and checks what it signed without a node", async () => {
    await write("draft.json", { ...DEFAULT_POLICY, name: "strict", isolation: "run" });
    const signed = await ask("sign", "draft.json", "--out", "signed.json", "--account", "deployer");
    expect(signed.err).to.deep.equal([]);
    const file = parseSignedPolicy(await readFile(join(directory, "signed.json")));
    const { AccessManager: authority } = deployment.contracts;
    expect(file).to.deep.include({ chainId: 31_337, authority, signer: dao });
    const checked = await nexus(["policy", "check", "signed.json"], { cwd: directory });
    expect([checked.code, checked.out[0]]).to.deep.equal([
      0,
      `signed.json is a sound policy, signed by ${dao}.`,
    ]);
  });

  it("doesn't take a signed policy that was changed", async () => {
    await write("draft.json", DEFAULT_POLICY);
    await ask("sign", "draft.json", "--out", "signed.json", "--account", "deployer");
    const text = await readFile(join(directory, "signed.json"), "utf8");
    await writeFile(
      join(directory, "changed.json"),
      text.replace('"isolation":"plugin"', '"isolation":"run"'),
    );
    const { code, err } = await nexus(["policy", "check", "changed.json"], { cwd: directory });
    expect(code).to.equal(1);
    expect(err[0]).to.match(/^POLICY_SIGNATURE: The signature of changed\.json isn't that of the key of 0x/);
  });

  it("names every fault of a draft", async () => {
    await write("draft.json", { ...DEFAULT_POLICY, isolation: "none", limits: { wallMs: 0 } });
    const { err } = await nexus(["policy", "check", "draft.json"], { cwd: directory });
    expect(err[0]).to.match(/^INVALID_POLICY: The policy has 2 faults\. \$\.isolation.*\$\.limits\.wallMs/);
  });

  it("explains what a version would be granted", async () => {
    const { code, out } = await ask("explain", versionId);
    expect(code).to.equal(0);
    expect(out[0]).to.equal('The policy "default" grants what rain@1.0.0 asks for.');
    expect(out.map((line) => line.trim().split(/ {2,}/)[0])).to.include.members([
      "may",
      "within",
      "isolation",
      "walls",
      "rules",
    ]);
  });

  it("explains a refusal by its rule, for one clause alone", async () => {
    const denial = {
      ...RULE,
      id: "no-logs",
      allow: [],
      deny: ["log"],
      clauses: [clauseId],
      reason: "Under dispute.",
    };
    await write("strict.json", { ...DEFAULT_POLICY, name: "strict", rules: [RULE, denial] });
    const { out } = await ask("explain", versionId, "--policy", "strict.json");
    expect(out[0]).to.equal('The policy "strict" doesn\'t grant what rain@1.0.0 asks for.');
    expect(out.at(-1)).to.equal('  ✗ no-logs     Rule "no-logs" denies log: Under dispute.');
    const elsewhere = await ask("explain", versionId, "--policy", "strict.json", "--clause", versionId);
    expect(elsewhere.out[0]).to.equal('The policy "strict" grants what rain@1.0.0 asks for.');
  });

  it("explains what an operator's own policy refuses besides", async () => {
    await write("own.json", { ...DEFAULT_POLICY, name: "careful", rules: [] });
    const { out } = await ask("explain", versionId, "--own", "own.json", "--json");
    const { granted, refusals } = JSON.parse(out[0] ?? "");
    expect([granted, refusals]).to.deep.equal([
      false,
      [{ rule: "careful/default-deny", words: "No rule allows log here." }],
    ]);
  });
});
