import { runCli } from "../../src/program.ts";
import type { Terminal } from "../../src/terminal.ts";

/** What one command line printed, and its exit code. */
export interface Outcome {
  readonly code: number;
  readonly out: string[];
  readonly err: string[];
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers to hidden questions, in order. */
  readonly answers?: readonly string[];
}

/** Runs one command line in memory. */
export async function nexus(argv: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const answers = [...(surroundings.answers ?? [])];
  const terminal: Terminal = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    askHidden: async (question) => {
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nobody answers "${question}"`);
      return answer;
    },
    env: surroundings.env ?? {},
    cwd: surroundings.cwd ?? "/",
  };
  return { code: await runCli(argv, terminal), out, err };
}
