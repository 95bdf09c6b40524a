import { ContentNotFoundError, ContentTamperedError, MemoryContentStore } from "@nexus/content";
import { expect } from "chai";
import { LayeredContentStore } from "../src/content-store.ts";

const bytes = new TextEncoder().encode("held by the gateway");

/** A store whose every block was tampered with. */
class TamperedStore extends MemoryContentStore {
  override async get(cid: string): Promise<Uint8Array> {
    throw new ContentTamperedError({ cid, expected: "0x01", found: "0x02" });
  }
}

describe("the store of own files and a gateway", () => {
  let own: MemoryContentStore;
  let remote: MemoryContentStore;
  let cid: string;

  beforeEach(async () => {
    own = new MemoryContentStore();
    remote = new MemoryContentStore();
    cid = await remote.add(bytes);
  });

  it("reads from the gateway what it hasn't got", async () => {
    const store = new LayeredContentStore({ own, remote });
    expect(await store.get(cid)).to.deep.equal(bytes);
    expect(await store.block(cid)).to.deep.equal(bytes);
    expect(await store.has(cid)).to.equal(true);
  });

  it("reads its own first", async () => {
    const mine = await own.add(new TextEncoder().encode("mine"));
    const store = new LayeredContentStore({ own, remote: new TamperedStore() });
    expect(await store.get(mine)).to.deep.equal(new TextEncoder().encode("mine"));
  });

  it("says that its own bytes were tampered with, and doesn't ask the gateway for others", async () => {
    const store = new LayeredContentStore({ own: new TamperedStore(), remote });
    const refused = await store.get(cid).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(ContentTamperedError);
  });

  it("adds and pins in its own alone", async () => {
    const store = new LayeredContentStore({ own, remote });
    const added = await store.add(new TextEncoder().encode("new"));
    await store.pin(added);
    expect(await store.pins()).to.deep.equal([added]);
    expect(await own.has(added)).to.equal(true);
    expect(await remote.has(added)).to.equal(false);
    await store.unpin(added);
    expect(await store.pins()).to.deep.equal([]);
  });

  it("can't add to a gateway, and says what to pass", async () => {
    const store = new LayeredContentStore({ remote });
    const refused = await store.add(bytes).catch((error: Error) => error.message);
    expect(refused).to.match(/pass --content-directory/);
    expect(await store.get(cid)).to.deep.equal(bytes);
  });

  it("with nothing to read from has nothing", async () => {
    const store = new LayeredContentStore({});
    expect(await store.has(cid)).to.equal(false);
    expect(await store.get(cid).catch((error: unknown) => error)).to.be.instanceOf(ContentNotFoundError);
  });
});
