import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";

const deep = join(import.meta.dirname, "../checks/deep.ts");
const run = (...args: string[]) => spawnSync(process.execPath, [deep, ...args], { encoding: "utf8" });

describe("a command's options", () => {
  it("include help, which runs nothing", () => {
    const { status, stdout } = run("--help");
    expect(status).to.equal(0);
    expect(stdout).to.match(/^Runs this project's checks/);
  });

  it("that aren't known are named in one line, and nothing runs", () => {
    const { status, stdout, stderr } = run("--onyl", "proofs");
    expect([status, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.equal("Unknown option '--onyl'. --help tells what there is.\n");
  });
});
