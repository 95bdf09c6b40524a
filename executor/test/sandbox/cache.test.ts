import { chmod, chown, mkdtemp, rm, stat } from "node:fs/promises";
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

  const claim = (path: string) => new PreparedCache({ folder: path }).claim();
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
});
