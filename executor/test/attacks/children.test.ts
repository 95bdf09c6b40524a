import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { impostor } from "../sandbox/fixtures/impostor.ts";
import { type Bench, isAlive, openBench } from "../sandbox/fixtures/sandboxes.ts";
import { verdict } from "./attack.ts";
import { compromised } from "./children.ts";
import { CHILD_ATTACKS, triedBehind } from "./table.ts";
import { OUTERMOST, requireWall, wallsAround } from "./walls.ts";

const START_MS = 4_000;

for (const wall of OUTERMOST) {
  describe(`A child that was taken over behind the wall "${wall}"`, () => {
    /** What the children are given is prepared once for all of them. */
    let cacheFolder: string;

    before(async function () {
      cacheFolder = await mkdtemp(join(tmpdir(), "nexus-children-"));
      await requireWall(this, wall);
    });

    after(() => rm(cacheFolder, { recursive: true }));

    async function withBench(program: string, use: (bench: Bench) => Promise<void>): Promise<void> {
      const walls = [impostor(compromised(program)), ...wallsAround(wall)];
      const bench = await openBench({ walls, cacheFolder, startMs: START_MS });
      try {
        await use(bench);
      } finally {
        await bench.close();
      }
    }

    for (const { id, attack, expected, program, limits } of triedBehind(wall, CHILD_ATTACKS)) {
      it(`${id}: ${attack} ends as "${expected}", and the child is gone`, () =>
        withBench(program, async ({ run, sandbox }) => {
          const [pid = 0] = sandbox.pids();
          expect(await verdict(run("echo", limits))).to.equal(expected);
          expect(sandbox.pids()).not.to.include(pid);
          expect(Object.getPrototypeOf({})).not.to.have.property("polluted");
          await sandbox.close();
          expect(isAlive(pid)).to.equal(false);
        }));
    }
  });
}
