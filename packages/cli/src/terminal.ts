import { askTerminal, passphraseIn } from "@nexus/executor/terminal";
import { FileError, PassphraseMissingError } from "./errors.ts";
import { printable } from "./output.ts";

/** What the CLI has of the outside: where it writes, whom it asks, its environment and folder. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Asks for something that isn't shown. Throws `PassphraseMissingError` if nobody can answer. */
  askHidden(question: string): Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

async function askHidden(question: string): Promise<string> {
  const answer = await askTerminal(question);
  if (answer === undefined) throw new PassphraseMissingError({ reason: "this isn't a terminal" });
  return answer;
}

/** The process's own terminal, to which strangers' text does nothing. */
export function systemTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(`${printable(text)}\n`),
    err: (text) => process.stderr.write(`${printable(text)}\n`),
    askHidden,
    env: process.env,
    cwd: process.cwd(),
  };
}

/** A passphrase from the file that `NEXUS_PASSPHRASE_FILE` names, else from the person. Throws `FileError`, `PassphraseMissingError`. */
export async function askPassphrase(terminal: Terminal, question: string): Promise<string> {
  const path = terminal.env.NEXUS_PASSPHRASE_FILE;
  const passphrase = path === undefined ? await terminal.askHidden(question) : await readPassphrase(path);
  if (passphrase === "") throw new PassphraseMissingError({ reason: "it is empty" });
  return passphrase;
}

async function readPassphrase(path: string): Promise<string> {
  try {
    return await passphraseIn(path);
  } catch (cause) {
    throw new FileError({ path, purpose: "the file of NEXUS_PASSPHRASE_FILE", cause });
  }
}
