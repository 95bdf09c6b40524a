import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { gvisorWall } from "../../src/sandbox/gvisor.ts";

const OTHER_USER = 65_534;

describe("Folders of gVisor's containers", () => {
  const before = process.env.TMPDIR;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "nexus-folders-"));
    process.env.TMPDIR = folder;
  });

  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true });
  });

  function folderOf(pid: number): string {
    const path = join(folder, `nexus-gvisor-${pid}-x`);
    mkdirSync(join(path, "root"), { recursive: true });
    return path;
  }

  it("are removed when their supervisor was killed, and stay while it lives", () => {
    const { pid: gone } = spawnSync(process.execPath, ["--version"]);
    const [left, kept] = [folderOf(gone), folderOf(process.ppid)];
    gvisorWall();
    expect([left, kept].map((path) => existsSync(path))).to.deep.equal([false, true]);
  });

  it("are another user's to remove, so that nobody's folder keeps a sandbox from opening", function () {
    // Only root can make a folder another's.
    if (process.getuid?.() !== 0) this.skip();
    const { pid: gone } = spawnSync(process.execPath, ["--version"]);
    const foreign = folderOf(gone);
    chownSync(foreign, OTHER_USER, OTHER_USER);
    gvisorWall();
    expect(existsSync(foreign)).to.equal(true);
  });
});
