import { spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Confined } from "../../src/sandbox/confined.ts";
import { build, nodeCommand, processWall } from "../../src/sandbox/walls.ts";
import { OUTERMOST, requireWall, wallsAround } from "../attacks/walls.ts";
import { until } from "../fixtures/until.ts";

/** A wall takes some milliseconds to start a child, in several processes. */
const MOMENTS_MS = [0, 1, 2, 3, 5, 8];
const TIMES = 4;

/** Process ids of whose command line says this, but for this process. */
function processesThatSay(mark: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && commandLineOf(pid).includes(mark));
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

const INHERITED = 40;

describe("A child of a supervisor that was started with more than standard streams", () => {
  it("gets nothing of them", () => {
    const own = openSync(import.meta.filename, "r");
    const fixture = new URL("fixtures/inheriting.ts", import.meta.url).pathname;
    const beyond = Array<"ignore">(INHERITED - 3).fill("ignore");
    try {
      const { stdout, stderr } = spawnSync(process.execPath, [fixture, String(INHERITED)], {
        stdio: ["ignore", "pipe", "pipe", ...beyond, own],
        encoding: "utf8",
      });
      expect(stdout.trim(), stderr).to.equal("/dev/null");
    } finally {
      closeSync(own);
    }
  });
});

describe("A child for which the supervisor has no descriptors left", () => {
  it("has ended, and its supervisor lives on", () => {
    const fixture = new URL("fixtures/starving.ts", import.meta.url).pathname;
    const { stdout, stderr, status } = spawnSync(process.execPath, [fixture], { encoding: "utf8" });
    expect(status, stderr).to.equal(0);
    expect(stdout).to.match(/^spawn .*EMFILE$/);
  });
});

for (const wall of OUTERMOST) {
  describe(`A child behind the wall "${wall}"`, () => {
    before(async function () {
      await requireWall(this, wall);
    });

    it("leaves no process behind when it is killed while it starts", async () => {
      // gVisor is told the program in a file, in a folder of this name.
      const mark = `nexus-${wall}-${process.pid}-`;
      const walls = [processWall(), ...wallsAround(wall)];
      const program = `process.stdin.resume() // ${mark}`;
      for (const moment of Array(TIMES).fill(MOMENTS_MS).flat()) {
        const child = new Confined(build(walls, nodeCommand(program, { flags: [], granted: [] })));
        await sleep(moment);
        child.end("killed", "it wasn't wanted");
        await child.exited;
      }
      const left = () => processesThatSay(mark);
      await until("all are gone", async () => left().length === 0, {
        timeoutMs: 2_000,
        seen: () => `${left()}`,
      });
    });
  });
}
