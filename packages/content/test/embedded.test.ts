import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  ContentNotFoundError,
  ContentStorageError,
  ContentTooLargeError,
  EmbeddedContentStore,
} from "@nexus/content";
import { NextToLast } from "blockstore-fs/sharding";
import { expect } from "chai";
import { CID } from "multiformats/cid";
import { shouldBehaveLikeContentStore } from "./behaviors/store.ts";
import { HELLO, rejectionOf, sampleBytes } from "./sample.ts";

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "nexus-content-"));
  folders.push(folder);
  return folder;
}

function blockPath(directory: string, cid: string): string {
  const { dir, file } = new NextToLast().encode(CID.parse(cid));
  return join(directory, "blocks", dir, file);
}

const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe("EmbeddedContentStore", () => {
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  shouldBehaveLikeContentStore(async ({ maxBytes }) => {
    const directory = newFolder();
    const writer = new EmbeddedContentStore({ directory });
    return {
      reader: new EmbeddedContentStore({ directory, maxBytes }),
      add: (bytes) => writer.add(bytes),
      replaceBlock: async (cid, bytes) => {
        const path = blockPath(directory, cid);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, bytes);
      },
    };
  });

  it("keeps content and pins between processes", async () => {
    const directory = newFolder();
    const first = new EmbeddedContentStore({ directory });
    const cid = await first.add(sampleBytes(300_000));
    await first.pin(cid);
    const second = new EmbeddedContentStore({ directory });
    expect(await second.has(cid)).to.equal(true);
    expect(await second.pins()).to.deep.equal([cid]);
  });

  it("leaves no file behind but blocks and pins", async () => {
    const directory = newFolder();
    const store = new EmbeddedContentStore({ directory });
    await store.pin(await store.add(HELLO.bytes));
    expect(filesIn(directory).sort()).to.have.length(2);
    expect(filesIn(directory).some((name) => name.endsWith(".tmp"))).to.equal(false);
  });

  it("doesn't see what a dying writer left", async () => {
    const directory = newFolder();
    const store = new EmbeddedContentStore({ directory });
    const path = blockPath(directory, HELLO.cid);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.5f0c.tmp`, "hello");
    mkdirSync(join(directory, "pins"));
    writeFileSync(join(directory, "pins", `${HELLO.cid}.5f0c.tmp`), "");
    expect(await store.has(HELLO.cid)).to.equal(false);
    expect(await store.pins()).to.deep.equal([]);
    await rejectionOf(store.get(HELLO.cid), ContentNotFoundError);
  });

  it("isn't there before something is added", async () => {
    const store = new EmbeddedContentStore({ directory: join(newFolder(), "deep", "inside") });
    expect(await store.has(HELLO.cid)).to.equal(false);
    expect(await store.pins()).to.deep.equal([]);
    expect(await store.add(HELLO.bytes)).to.equal(HELLO.cid);
  });

  it("misses a file of which one block is gone", async () => {
    const directory = newFolder();
    const store = new EmbeddedContentStore({ directory });
    const bytes = sampleBytes(600_000);
    const cid = await store.add(bytes);
    const last = await new EmbeddedContentStore({ directory: newFolder() }).add(bytes.slice(524_288));
    rmSync(blockPath(directory, last));
    expect(await store.has(cid)).to.equal(false);
    await rejectionOf(store.pin(cid), ContentNotFoundError);
    expect((await rejectionOf(store.get(cid), ContentNotFoundError)).cid).to.equal(last);
  });

  it("doesn't load a block that has grown huge", async () => {
    const directory = newFolder();
    const store = new EmbeddedContentStore({ directory });
    const cid = await store.add(HELLO.bytes);
    writeFileSync(blockPath(directory, cid), new Uint8Array(3_000_000));
    const error = await rejectionOf(store.get(cid), ContentTooLargeError);
    expect(error).to.deep.include({ content: cid, limit: 2_097_152 });
  });

  it("names the path that the disk refused", async () => {
    const file = join(newFolder(), "a-file");
    writeFileSync(file, "");
    const store = new EmbeddedContentStore({ directory: file });
    const error = await rejectionOf(store.add(HELLO.bytes), ContentStorageError);
    expect(error.path).to.contain(file);
    expect(error.message).to.contain("ENOTDIR");
  });
});
