import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sources } from "./check.ts";
import { lanesSource } from "./lanes.ts";

const root = join(import.meta.dirname, "../..");

/** The proofs, and the assertions each of them makes. */
export const proofs = [
  { file: "scripts/prove/Counting.sol", contract: "Counting" },
  { file: "scripts/prove/Money.sol", contract: "Money" },
] as const;

/** The proofs' sources and what they import. */
export async function readSources(): Promise<Sources> {
  const imported = ["contracts/types/FeeTerms.sol", "contracts/types/Shares.sol"];
  const files = [...proofs.map(({ file }) => file), ...imported];
  const texts = files.map(async (file) => [file, await readFile(join(root, file), "utf8")] as const);
  const chamberWord = await readFile(join(root, "contracts/types/ChamberWord.sol"), "utf8");
  return {
    ...Object.fromEntries(await Promise.all(texts)),
    "scripts/prove/Lanes.sol": lanesSource(chamberWord),
  };
}
