import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryContentStore } from "@nexus/content";
import { domainMask, packSemVer, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { zeroHash } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { checkManifest, fillManifest } from "../src/actions/manifest.ts";
import { readPluginPackage } from "../src/package.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";
import { artifact, clauseId, input, writePlugin } from "./fixtures/plugin.ts";

const publisher = developmentAccount("publisher", 31_337).address;
const stranger = developmentAccount("funder", 31_337).address;

const pluginOf = (owner: string): Answer => ({
  value: { owner, pendingOwner: "0x0000000000000000000000000000000000000000", name: "rain-gauge" },
});

describe("plugin publish", () => {
  let node: FakeNode;
  let directory: string;
  let plugin: Answer;
  let latest: bigint;
  let clauseAnswer: Answer;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    plugin = pluginOf(publisher);
    latest = 0n;
    const clause = {
      uuid: `0x${"00".repeat(16)}`,
      clauseType: 2,
      domains: domainMask(["drf"]),
      registeredAt: 1,
      digest: zeroHash,
    };
    clauseAnswer = { value: clause };
    node = await startFakeNode({
      calls: {
        pluginIdOf: () => ({ value: zeroHash }),
        plugin: () => plugin,
        latestPublished: () => ({ value: latest }),
        clause: () => clauseAnswer,
        nonces: () => ({ value: 0n }),
        publishVersion: () => ({ refusal: "PluginRegistryInvalidSignature", args: [publisher] }),
      },
    });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const publish = (...options: string[]) => {
    const where = ["--rpc-url", node.url, "--deployment", "d.json", "--content-directory", "content"];
    return nexus(["plugin", "publish", "plugin", ...options, "--account", "publisher", ...where], {
      cwd: directory,
    });
  };

  const write = (changes: Parameters<typeof writePlugin>[1] = {}) =>
    writePlugin(join(directory, "plugin"), changes);

  async function refusal(...options: string[]): Promise<string> {
    const { code, err } = await publish(...options);
    expect(code).to.equal(1);
    expect(err).to.have.length(1);
    expect(node.asked).to.not.include("eth_sendRawTransaction");
    return err[0] ?? "";
  }

  it("names every fault of the manifest at once", async () => {
    await write({ name: "Rain", sdg: [18], licence: { spdx: "Free", tier: "public-good" } });
    const line = await refusal();
    expect(line).to.match(/^INVALID_MANIFEST: The manifest has 3 faults\./);
    for (const path of ["$.name", "$.sdg[0]", "$.licence.spdx"]) expect(line).to.include(path);
  });

  it("refuses a version that isn't after the latest of its line", async () => {
    await write();
    latest = packSemVer("1.2.0");
    expect(await refusal("--version", "1.1.9")).to.equal(
      'VERSION_NOT_AFTER: rain-gauge@1.1.9 isn\'t after 1.2.0, the latest of its major line: pass a higher --version, or set "version" in the manifest.',
    );
    expect(await refusal("--version", "1.2.0")).to.match(/^VERSION_NOT_AFTER/);
  });

  it("refuses a pre-release, which can't be on chain", async () => {
    await write();
    expect(await refusal("--version", "1.0.0-rc.1")).to.match(/^INVALID_VERSION: Version "1\.0\.0-rc\.1"/);
  });

  it("refuses another owner's name", async () => {
    await write();
    plugin = pluginOf(stranger);
    expect(await refusal()).to.match(
      new RegExp(`^NAME_OWNED: The name "rain-gauge" belongs to ${stranger}, and you sign as ${publisher}`),
    );
  });

  it("refuses a version without a domain of its clause", async () => {
    await write();
    expect(await refusal("--domains", "health")).to.equal(
      `CLAUSE_MISMATCH: The manifest's domains lack drf of clause ${clauseId}: add them to "domains", or pass --domains.`,
    );
  });

  it("refuses a clause that isn't registered", async () => {
    await write();
    clauseAnswer = { refusal: "ClauseRegistryUnknownClause", args: [clauseId] };
    expect(await refusal()).to.match(new RegExp(`^CONTRACT_REFUSED: No clause has the id ${clauseId}`));
  });

  it("refuses an artifact that isn't the one its manifest states", async () => {
    const stated = sha256Digest(input);
    await write({ artifacts: [{ name: "gauge.wasm", mediaType: "application/wasm", digest: stated }] });
    expect(await refusal()).to.match(new RegExp(`^STALE_DIGEST: .*${sha256Digest(artifact)}.*${stated}`));
  });

  it("refuses an audit vector whose input isn't there", async () => {
    const missing = { digest: sha256Digest(artifact), size: artifact.length };
    const expected = { signal: "PASS", outputDigest: sha256Digest(input) };
    await write({ audit: { vectors: [{ name: "wet", input: missing, expected }], seeded: 0 } });
    expect(await refusal()).to.match(/^VECTOR_MISSING: .*audit vector "wet"/);
  });

  it("refuses a missing artifact", async () => {
    await write({ artifacts: [{ name: "other.wasm", mediaType: "application/wasm" }] });
    expect(await refusal()).to.match(/^FILE_UNUSABLE: .*other\.wasm/);
  });

  it("passes on that the registry refuses the signature, and sends nothing", async () => {
    await write();
    expect(await refusal()).to.match(/^CONTRACT_REFUSED: .*a field was changed after signing/);
  });

  it("needs an account", async () => {
    await write();
    const argv = ["plugin", "publish", "plugin", "--rpc-url", node.url, "--deployment", "d.json"];
    const { code, err } = await nexus(argv, { cwd: directory });
    expect(code).to.equal(1);
    expect(err[0]).to.match(/^ACCOUNT_MISSING: /);
  });
});

describe("a manifest", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
  });

  afterEach(async () => rm(directory, { recursive: true }));

  it("is filled with version, domains, author, and its files' digests, sizes and CIDs", async () => {
    const files = await readPluginPackage(await writePlugin(directory));
    const author = `eip155:31337:${publisher}`;
    const manifest = await fillManifest({ package: files, author, version: "2.0.0", domains: ["esg"] });
    expect(manifest).to.deep.include({ version: "2.0.0", domains: ["esg"], authors: [author] });
    const cid = await new MemoryContentStore().add(artifact);
    expect(manifest.artifacts[0]).to.deep.include({
      digest: sha256Digest(artifact),
      size: artifact.length,
      cid,
    });
    expect(manifest.audit.vectors[0]?.input).to.deep.equal({
      digest: sha256Digest(input),
      size: input.length,
    });
  });

  it("as a template is checked as it would be published", async () => {
    const path = await writePlugin(directory);
    expect(await checkManifest({ path })).to.deep.equal({
      name: "rain-gauge",
      version: "1.0.0",
      template: true,
    });
  });

  it("that is complete is checked by itself and has a digest", async () => {
    const files = await readPluginPackage(await writePlugin(directory));
    const manifest = await fillManifest({ package: files, author: `eip155:1:${publisher}` });
    const path = join(directory, "manifest.json");
    await writeFile(path, JSON.stringify(manifest, null, 2));
    const { digest, template } = { digest: "", ...(await checkManifest({ path })) };
    expect(template).to.equal(false);
    expect(digest).to.match(/^0x[0-9a-f]{64}$/);
  });

  it("with faults gives exit code 1 and all of them", async () => {
    await writePlugin(directory, { sdg: [0], domains: ["moon"] });
    const { code, err } = await nexus(["plugin", "validate", directory]);
    expect(code).to.equal(1);
    expect(err[0])
      .to.match(/^INVALID_MANIFEST: .*2 faults/)
      .and.to.include("$.sdg[0]")
      .and.to.include("$.domains[0]");
  });

  it("must be JSON", async () => {
    await writeFile(join(directory, "manifest.json"), "{nope");
    const { err } = await nexus(["plugin", "validate", directory]);
    expect(err[0]).to.match(/^FILE_UNUSABLE: .*manifest\.json can't be used as a manifest/);
  });

  it("must be in the directory", async () => {
    const { err } = await nexus(["plugin", "validate", directory]);
    expect(err[0]).to.match(/^INVALID_USAGE: .*has no manifest\.json or manifest\.template\.json/);
  });
});
