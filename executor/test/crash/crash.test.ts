import { randomInt } from "node:crypto";
import type { Hex } from "viem";
import { type Arena, openArena } from "./arena.ts";
import { faultNamed, runInto } from "./faults.ts";
import { type Case, MATRIX, SHARED, sampleOf } from "./matrix.ts";
import { reorganise } from "./reorganise.ts";
import { expectSound, before as stateBefore } from "./soundness.ts";
import { nameOf } from "./steps.ts";

/** `NEXUS_CRASHES`: "all", or the seed of a sample. */
const { NEXUS_CRASHES: chosen = String(randomInt(1_000_000)) } = process.env;
const LONGEST_MS = 150_000;

describe(`a run, whatever is killed, fails or moves under it (NEXUS_CRASHES=${chosen})`, function () {
  this.timeout(LONGEST_MS);
  tryAll(chosen === "all" ? MATRIX : sampleOf(Number(chosen)), { beside: 0 });
});

if (chosen === "all") {
  describe("a run that two executors must agree on, whatever is killed, fails or moves under one", function () {
    this.timeout(LONGEST_MS);
    tryAll(SHARED, { beside: 1 });
  });
}

function tryAll(cases: readonly Case[], panel: { readonly beside: number }): void {
  let arena: Arena;

  before(async () => {
    arena = await openArena(panel);
  });

  after(async () => {
    await arena?.stop();
  });

  for (const item of cases) {
    it(`is done once, with ${told(item)}`, async () => {
      await prepare(arena, item);
      const state = await stateBefore(arena);
      const taskId = await arena.reach(item.point);
      await happen(arena, item, taskId);
      await expectSound(arena, taskId, state);
    });
  }
}

async function prepare(arena: Arena, item: Case): Promise<void> {
  if (item.point.when === "amid") await arena.restart("nothing");
  else if (item.kind === "fault" && faultNamed(item.fault).cold) await arena.restart();
}

async function happen(arena: Arena, item: Case, taskId: Hex): Promise<void> {
  switch (item.kind) {
    case "kill":
      return arena.restart();
    case "fault":
      return runInto(arena, item.fault);
    case "reorganisation": {
      const { depth, keeping, seen } = item;
      return reorganise(arena, { taskId, depth, keeping, seen });
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
      return `${item.depth} blocks reorganised, its own transactions ${item.keeping}, ${at}${item.seen ? " and seen" : ""}`;
  }
}
