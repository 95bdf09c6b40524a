import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BrokenBaselineError } from "./errors.ts";
import { type Mutant, mutantsOf, sampleOf } from "./mutants.ts";
import { PropertyBench } from "./properties.ts";
import type { Verdict } from "./protocol.ts";
import { digestsOf, type Result, type Results } from "./results.ts";
import type { Target } from "./targets.ts";
import { WorkerProcess } from "./worker-process.ts";

const root = join(import.meta.dirname, "../..");
const textOf = (source: string) => readFile(join(root, source), "utf8");

/** How much of a target is tried, and who hears of each result. */
export interface Campaign {
  readonly sample: number;
  /** Ids of the only mutants that count; all if there are none. */
  readonly only: readonly string[];
  readonly seed: number;
  readonly results: Results;
  readonly onResult: (result: Result, done: number, all: number) => void;
}

/** Unit tests first; what they let pass, the property tests judge. The bench opens with the first survivor. */
class Judge {
  readonly #target: Target;
  readonly #worker: WorkerProcess;
  #bench: PropertyBench | undefined;
  #sound: Promise<void> | undefined;

  constructor(target: Target) {
    this.#target = target;
    this.#worker = new WorkerProcess(target);
  }

  /** @throws BrokenBaselineError if the tests fail on the contracts as they are */
  async verdictOn(mutant: Mutant): Promise<Verdict> {
    this.#sound ??= this.#requireSoundTests();
    await this.#sound;
    const verdict = await this.#worker.verdictOn(mutant);
    if (verdict.outcome !== "survived") return verdict;
    const original = await textOf(mutant.source);
    this.#bench ??= await this.#openBench(mutant.source, original);
    const broken = await this.#bench.broken(mutant, original);
    return broken !== undefined ? { outcome: "killed", by: "a property test" } : verdict;
  }

  async end(): Promise<void> {
    this.#worker.close();
    await this.#bench?.close();
  }

  async #requireSoundTests(): Promise<void> {
    const source = this.#target.sources[0] ?? "";
    const { outcome, by = outcome } = await this.#worker.verdictOn({ source, text: await textOf(source) });
    if (outcome !== "survived") throw new BrokenBaselineError({ target: this.#target.name, failed: by });
  }

  async #openBench(source: string, text: string): Promise<PropertyBench> {
    const bench = await PropertyBench.open(this.#target.properties);
    const failed = await bench.broken({ source, text }, text);
    if (failed !== undefined) throw new BrokenBaselineError({ target: this.#target.name, failed });
    return bench;
  }
}

/** Tries a target's mutants, but for those whose result is known, one after another. */
export async function runCampaign(
  target: Target,
  { sample, only, seed, results, onResult }: Campaign,
): Promise<readonly Result[]> {
  const all = (await Promise.all(target.sources.map(mutantsOf))).flat();
  const counting = only.length === 0 ? all : all.filter(({ id }) => only.includes(id));
  const drawn = sampleOf(counting, sample, seed);
  const digests = await digestsOf(target);
  const judge = new Judge(target);
  const found: Result[] = [];
  try {
    for (const mutant of drawn) {
      let result = results.known(mutant, digests);
      if (!result) {
        const { text: _, ...described } = mutant;
        result = { ...described, ...(await judge.verdictOn(mutant)), target: target.name, ...digests };
        await results.add(result);
      }
      found.push(result);
      onResult(result, found.length, drawn.length);
    }
  } finally {
    await judge.end();
  }
  return found;
}

/** What is known of all the mutants of a target as it is, and how many there are. */
export async function knownOf(
  target: Target,
  results: Results,
): Promise<{ readonly all: number; readonly known: readonly Result[] }> {
  const mutants = (await Promise.all(target.sources.map(mutantsOf))).flat();
  const digests = await digestsOf(target);
  const known = mutants.flatMap((mutant) => {
    const result = results.known(mutant, digests);
    return result ? [{ ...result, line: mutant.line }] : [];
  });
  return { all: mutants.length, known };
}
