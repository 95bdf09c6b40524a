import type { Result } from "./results.ts";
import { survivors } from "./survivors.ts";

const count = (results: readonly Result[], outcome: Result["outcome"]) =>
  results.filter((result) => result.outcome === outcome).length;

/** Survivors among the mutants that changed the code, in percent. */
export function survivorsPercent(results: readonly Result[]): number {
  const changed = count(results, "killed") + count(results, "survived");
  return changed === 0 ? 0 : (100 * count(results, "survived")) / changed;
}

/** A table cell: nothing in it ends the cell or the code. */
const cell = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;

/** What is known of one target's mutants, and how many it has. */
export interface Known {
  readonly target: string;
  readonly all: number;
  readonly known: readonly Result[];
}

function row({ target, all, known }: Known): string {
  const outcomes = (["invalid", "equal", "killed", "survived"] as const).map((outcome) =>
    count(known, outcome),
  );
  const percent = known.length === 0 ? "not tried" : `${survivorsPercent(known).toFixed(1)} %`;
  return `| ${[target, all, known.length, ...outcomes, percent].join(" | ")} |`;
}

function summary(targets: readonly Known[]): string {
  const known = targets.flatMap((target) => target.known);
  const all = targets.reduce((sum, target) => sum + target.all, 0);
  return [
    "| target | mutants | tried | don't compile | same code | killed | survived | survivors |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...[...targets, { target: "all", all, known }].map(row),
  ].join("\n");
}

function explained(results: readonly Result[]): string {
  const rows = results
    .filter(({ outcome }) => outcome === "survived")
    .map(({ id, source, line, before, after }) => {
      const place = `${source.replace("contracts/", "")}:${line}`;
      return `| ${id} | ${place} | ${cell(before)} | ${cell(after)} | ${survivors[id] ?? "**unexplained**"} |`;
    });
  return [
    "| mutant | where | original | mutant | why it may live |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** `docs/mutation.md` for what is known of each target at a commit. */
export function mutationPage(targets: readonly Known[], commit: string): string {
  return `# Mutation testing

Written by \`npm run mutate -- --document\` from the results so far, for the contracts of commit ${commit};
don't edit.

universalmutator changes one line of a contract at a time by the operators in \`scripts/mutate/operators.rules\`. Each mutant that compiles to
other code must make a unit test fail or break a property (256 runs). What survives has its reason in
\`scripts/mutate/survivors.ts\`. Mutants are drawn by seed, so those tried are a sample where they aren't all.

${summary(targets)}

## Survivors

${explained(targets.flatMap(({ known }) => known))}
`;
}
