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
    before(async function () {
      await requireWall(this, wall);
    });

    for (const { id, attack, expected, program, limits } of triedBehind(wall, CHILD_ATTACKS)) {
      it(`${id}: ${attack} ends as "${expected}", and the child is gone`, () =>
        withBench(program, wall, async ({ run, sandbox }) => {
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

async function withBench(
  program: string,
  wall: (typeof OUTERMOST)[number],
  use: (bench: Bench) => Promise<void>,
) {
  const walls = [impostor(compromised(program)), ...wallsAround(wall)];
  const bench = await openBench({ walls, startMs: START_MS });
  try {
    await use(bench);
  } finally {
    await bench.close();
  }
}
