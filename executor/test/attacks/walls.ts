import { gvisorWall } from "../../src/sandbox/gvisor.ts";
import { bwrapWall, probe, processWall, type Wall } from "../../src/sandbox/walls.ts";

/** The walls that attacks are tried behind, by the name of the outermost. */
const WALLS: Readonly<Record<string, () => readonly Wall[]>> = {
  process: () => [],
  bwrap: () => [bwrapWall()],
  gvisor: () => [gvisorWall()],
};

export type Outermost = "process" | "bwrap" | "gvisor";
export const OUTERMOST: readonly Outermost[] = ["process", "bwrap", "gvisor"];

/** What stands around the process. */
export function wallsAround(name: Outermost): readonly Wall[] {
  return WALLS[name]?.() ?? [];
}

/** Skips the tests of a wall that doesn't stand on this machine, and fails where every wall must. */
export async function requireWall(test: Mocha.Context, name: Outermost): Promise<void> {
  const reason = await probe([processWall(), ...wallsAround(name)]);
  if (reason === undefined) return;
  if (process.env.CI === "true") throw new Error(`${name} must stand under CI: ${reason}`);
  console.warn(`      skipped: the wall "${name}" doesn't stand here (${reason})`);
  test.skip();
}
