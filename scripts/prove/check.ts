import { createRequire } from "node:module";

/** What the compiler says about one source. */
interface Message {
  readonly errorCode?: string;
  readonly severity: string;
  readonly message: string;
  readonly formattedMessage: string;
}

/** Solidity sources by name. */
export type Sources = Readonly<Record<string, string>>;

/** How many conditions of a contract are proven, and those that aren't, as the compiler words them. */
export interface Verdict {
  readonly contract: string;
  readonly proven: number;
  readonly unproven: readonly string[];
}

/** The engine is announced to go; until then it is the one that proves products of unknowns. */
const DEPRECATION = "3993";

/**
 * Proves every assertion, sum, difference and quotient of a contract for all inputs, by solc's SMTChecker with the z3 that its WebAssembly build
 * carries. The bounded engine is complete here, because the proofs have no loops. No timeout: setting one crashes that build.
 */
export function check(sources: Sources, file: string, contract: string): Verdict {
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const modelChecker = {
    ...{ engine: "bmc", solvers: ["z3"], contracts: { [file]: [contract] } },
    ...{
      targets: ["assert", "overflow", "underflow", "divByZero"],
      showProvedSafe: true,
      showUnproved: true,
    },
  };
  const contents = Object.entries(sources).map(([name, content]) => [name, { content }] as const);
  const input = { language: "Solidity", sources: Object.fromEntries(contents), settings: { modelChecker } };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as { errors?: readonly Message[] };
  const said = (output.errors ?? []).filter(({ errorCode }) => errorCode !== DEPRECATION);
  const unproven = said.filter(({ severity }) => severity !== "info");
  return {
    contract,
    proven: said.filter(({ message }) => message.endsWith("check is safe!")).length,
    unproven: unproven.map(({ formattedMessage }) => formattedMessage),
  };
}
