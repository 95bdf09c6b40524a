import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedContentStore } from "@nexus/content";
import {
  CertificationStatus,
  cidOfDigest,
  entryArtifactOf,
  manifestBytes,
  packSemVer,
  pluginRegistryAbi,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import { encodeAbiParameters, encodeEventTopics, getAbiItem, type Hex, zeroAddress } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { fillManifest } from "../src/actions/manifest.ts";
import { readPluginPackage } from "../src/package.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";
import { artifact, clauseId, writePlugin } from "./fixtures/plugin.ts";

const publisher = developmentAccount("publisher", 31_337).address;
const stranger = developmentAccount("funder", 31_337).address;
const versionId: Hex = `0x${"0e".repeat(32)}`;
const pluginId: Hex = `0x${"0f".repeat(32)}`;
const { ReviewBoard: board } = deployment.contracts;

interface World {
  status: (typeof CertificationStatus)[number];
  holder: string;
  board: string;
  token: boolean;
  certified: Hex;
}

describe("credential verify", () => {
  let node: FakeNode;
  let directory: string;
  let world: World;
  let manifestDigest: Hex;
  const artifactDigest = sha256Digest(artifact);

  const certification = () => ({
    issuedAt: 1_700_000_000,
    expiresAt: 1_800_000_000,
    suspendedUntil: 0,
    revokedAt: 0,
    revokedForCause: false,
    artifactDigest: world.certified,
  });

  const verifyToken = (): Answer =>
    world.token
      ? { value: [CertificationStatus.indexOf(world.status), world.holder, certification()] }
      : { refusal: "ERC721NonexistentToken", args: [BigInt(versionId)] };

  function publishedLog() {
    const event = getAbiItem({ abi: pluginRegistryAbi, name: "VersionPublished" });
    const content = { manifestDigest, artifactDigest, clauseId, module: zeroAddress };
    const data = encodeAbiParameters(
      event.inputs.filter((item) => !("indexed" in item && item.indexed)),
      [packSemVer("1.0.0"), content, 0, 12] as never,
    );
    const args = { versionId, pluginId, publisher };
    return {
      topics: encodeEventTopics({ abi: pluginRegistryAbi, eventName: "VersionPublished", args }) as Hex[],
      data,
    };
  }

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    world = { status: "Valid", holder: publisher, board, token: true, certified: artifactDigest };
    const files = await readPluginPackage(await writePlugin(join(directory, "plugin")));
    const manifest = await fillManifest({ package: files, author: `eip155:31337:${publisher}` });
    expect(entryArtifactOf(manifest).digest).to.equal(artifactDigest);
    const store = new EmbeddedContentStore({ directory: join(directory, "content") });
    const bytes = manifestBytes(manifest);
    manifestDigest = sha256Digest(bytes);
    await store.add(bytes);
    await store.add(artifact);
    node = await startFakeNode({
      calls: {
        plugin: () => ({ value: { owner: publisher, pendingOwner: zeroAddress, name: "rain-gauge" } }),
        verify: verifyToken,
        board: () => ({ value: world.board }),
        statusOf: () => ({ value: CertificationStatus.indexOf(world.status) }),
        certificationOf: () => ({ value: certification() }),
      },
      logs: { [deployment.contracts.PluginRegistry]: [publishedLog()] },
    });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  async function verify(reference: string = versionId) {
    const where = ["--rpc-url", node.url, "--deployment", "d.json", "--content-directory", "content"];
    const { code, out, err } = await nexus(["credential", "verify", reference, "--json", ...where], {
      cwd: directory,
    });
    const [first] = out;
    const result = JSON.parse(first ?? "{}") as {
      valid: boolean;
      checks: { name: string; ok: boolean; detail: string }[];
    };
    return { code, err, result, failed: result.checks.filter(({ ok }) => !ok) };
  }

  /** Overwrites the one block file of a digest. */
  async function swap(digest: Hex): Promise<void> {
    const blocks = join(directory, "content", "blocks");
    const files = await readdir(blocks, { recursive: true, withFileTypes: true });
    const store = new EmbeddedContentStore({ directory: join(directory, "content") });
    for (const file of files.filter((entry) => entry.isFile())) {
      const path = join(file.parentPath, file.name);
      if (sha256Digest(new Uint8Array(await readFile(path))) === digest) {
        await writeFile(path, "something else");
      }
    }
    const found = await store.get(cidOfDigest(digest)).catch((error: { code: string }) => error.code);
    expect(found).to.equal("CONTENT_TAMPERED");
  }

  it("passes every check of a sound credential, by version id and by token id", async () => {
    for (const reference of [versionId, String(BigInt(versionId))]) {
      const { code, result, failed } = await verify(reference);
      expect(failed).to.deep.equal([]);
      expect(result.valid).to.equal(true);
      expect(code).to.equal(0);
      expect(result.checks.map(({ name }) => name)).to.deep.equal([
        "token",
        "certification",
        "holder",
        "board",
        "manifest",
        "artifact",
      ]);
    }
  });

  const CASES: readonly [name: string, change: Partial<World>, check: string, words: RegExp][] = [
    ["a revoked certification", { status: "Revoked" }, "certification", /revoked/],
    ["an expired certification", { status: "Expired" }, "certification", /expired/],
    ["a suspended certification", { status: "Suspended" }, "certification", /suspended/],
    [
      "a certification of other bytes",
      { certified: `0x${"ee".repeat(32)}` },
      "certification",
      /certifies artifact 0xee/,
    ],
    ["another holder", { holder: stranger }, "holder", /published the version/],
    ["another board", { board: stranger }, "board", /the Review Board is/],
  ];

  for (const [name, change, check, words] of CASES) {
    it(`fails the ${check} of ${name}, alone, with exit code 1`, async () => {
      world = { ...world, ...change };
      const { code, err, failed } = await verify();
      expect(code).to.equal(1);
      expect(failed.map((item) => item.name)).to.deep.equal([check]);
      expect(failed[0]?.detail).to.match(words);
      expect(err).to.deep.equal([
        `CREDENTIAL_INVALID: The credential of rain-gauge@1.0.0 is not valid: ${check} failed. Don't rely on it.`,
      ]);
    });
  }

  it("fails a token that was never minted", async () => {
    world.token = false;
    const { code, failed } = await verify();
    expect(code).to.equal(1);
    expect(failed.map((item) => item.name)).to.deep.equal(["token", "holder"]);
  });

  it("fails an artifact that was swapped on IPFS", async () => {
    await swap(artifactDigest);
    const { code, failed } = await verify();
    expect(code).to.equal(1);
    expect(failed.map((item) => item.name)).to.deep.equal(["artifact"]);
    expect(failed[0]?.detail).to.match(/tampered/);
  });

  it("fails a manifest that was swapped on IPFS, and the artifact that it names", async () => {
    await swap(manifestDigest);
    const { failed } = await verify();
    expect(failed.map((item) => item.name)).to.deep.equal(["manifest", "artifact"]);
  });

  it("doesn't know a version that was never published", async () => {
    await node.close();
    node = await startFakeNode({});
    const where = ["--rpc-url", node.url, "--deployment", "d.json"];
    const { code, err } = await nexus(["credential", "verify", versionId, ...where], { cwd: directory });
    expect(code).to.equal(1);
    expect(err[0]).to.match(/^VERSION_NOT_FOUND: /);
  });

  it("refuses what names no version", async () => {
    const where = ["--rpc-url", node.url, "--deployment", "d.json"];
    const { err } = await nexus(["credential", "verify", "rain-gauge", ...where], { cwd: directory });
    expect(err[0]).to.equal(
      'INVALID_VERSION_REFERENCE: "rain-gauge" names no version: write name@major.minor.patch, or a version id (0x and 64 hex digits).',
    );
  });
});
