import { randomInt } from "node:crypto";
import type { Hex } from "viem";
import { type Arena, openArena } from "./arena.ts";
import { runInto } from "./faults.ts";
import { type Case, MATRIX, sampleOf } from "./matrix.ts";
import { reorganise } from "./reorganise.ts";
import { expectSound, before as stateBefore } from "./soundness.ts";
import { nameOf } from "./steps.ts";

/** `NEXUS_CRASHES`: "all", or the seed of a sample. */
const { NEXUS_CRASHES: chosen = String(randomInt(1_000_000)) } = process.env;
const cases = chosen === "all" ? MATRIX : sampleOf(Number(chosen));

describe(`a run, whatever is killed, fails or moves under it (NEXUS_CRASHES=${chosen})`, function () {
  this.timeout(150_000);

  let arena: Arena;

  before(async () => {
    arena = await openArena();
  });

  after(async () => {
    await arena?.stop();
  });

  for (const item of cases) {
    it(`is done once, with ${told(item)}`, async () => {
      const state = await stateBefore(arena);
      const taskId = await arena.reach(item.point);
      await happen(arena, item, taskId);
      await expectSound(arena, taskId, state);
    });
  }
});

async function happen(arena: Arena, item: Case, taskId: Hex): Promise<void> {
  switch (item.kind) {
    case "kill":
      return arena.restart();
    case "fault":
      return runInto(arena, item.fault);
    case "reorganisation": {
      const { depth, keeping } = item;
      await reorganise(arena, { taskId, depth, keeping });
      return arena.go();
    }
  }
}

function told(item: Case): string {
  const at = `at ${nameOf(item.point)}`;
  switch (item.kind) {
    case "kill":
      return `kill -9 ${at}`;
    case "fault":
      return `${item.fault} ${at}`;
    case "reorganisation":
      return `${item.depth} blocks reorganised, its own transactions ${item.keeping}, ${at}`;
  }
}
