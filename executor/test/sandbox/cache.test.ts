import { chmod, chown, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { PreparedCache } from "../../src/sandbox/cache.ts";

const OTHER_USER = 65_534;

describe("The folder of prepared components", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-cache-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const claim = (path: string) => new PreparedCache({ folder: path, mostBytes: 0 }).claim();
  const faultOf = (path: string) => claim(path).catch((fault: unknown) => fault);

  it("is made its owner's alone", async () => {
    const made = join(folder, "made");
    await claim(made);
    expect((await stat(made)).mode & 0o777).to.equal(0o700);
  });

  it("may be one that its group reads", async () => {
    await chmod(folder, 0o750);
    await claim(folder);
  });

  it("isn't one that everybody may write to", async () => {
    await chmod(folder, 0o757);
    const fault = await faultOf(folder);
    expect(fault).to.include({ code: "SANDBOX_CACHE_EXPOSED", folder, reason: "everybody may" });
    expect(fault).to.have.property("message").that.includes("NEXUS_CACHE_DIRECTORY");
  });

  it("isn't another user's", async function () {
    // Only root can make a folder another's.
    if (process.getuid?.() !== 0) this.skip();
    await chown(folder, OTHER_USER, OTHER_USER);
    const reason = `it belongs to user ${OTHER_USER}`;
    expect(await faultOf(folder)).to.include({ code: "SANDBOX_CACHE_EXPOSED", folder, reason });
  });

  describe("has no more in it than it may", () => {
    const FILE_BYTES = 10_000;
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    const plugin = (key: string) => ({
      digest: key,
      key,
      memoryBytes: 1,
      source: new Uint8Array(FILE_BYTES),
      modules: [],
    });
    let cache: PreparedCache;

    beforeEach(() => {
      cache = new PreparedCache({ folder, mostBytes: 2.5 * FILE_BYTES });
    });

    /** A file of the folder that was last used so many hours ago. */
    async function leave(name: string, hours: number): Promise<void> {
      await writeFile(join(folder, name), new Uint8Array(FILE_BYTES));
      await utimes(join(folder, name), ago(hours), ago(hours));
    }

    it("since what was used longest ago gives way", async () => {
      for (const [key, hours] of [
        ["aa", 3],
        ["bb", 2],
      ] as const) {
        await cache.store(plugin(`0x${key}`));
        await utimes(join(folder, `${key}.prepared`), ago(hours), ago(hours));
      }
      await cache.load("0xaa");
      await cache.store(plugin("0xcc"));
      expect(await readdir(folder)).to.have.members(["aa.prepared", "cc.prepared"]);
    });

    it("and loses the drafts of killed processes, but nothing of others'", async () => {
      await leave("killed.draft", 3);
      await leave("notes", 4);
      await cache.store(plugin("0xaa"));
      expect(await readdir(folder)).to.have.members(["aa.prepared", "killed.draft", "notes"]);
      await cache.store(plugin("0xbb"));
      expect(await readdir(folder)).to.have.members(["aa.prepared", "bb.prepared", "notes"]);
    });
  });
});
