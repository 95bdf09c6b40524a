import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks a person for something that isn't shown; undefined when nobody is there to answer. */
export type Ask = (question: string) => Promise<string | undefined>;

/** Asks on this process's terminal. */
export const askTerminal: Ask = async (question) => {
  if (!process.stdin.isTTY) return undefined;
  process.stderr.write(question);
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: muted, terminal: true });
  try {
    return await prompt.question("");
  } finally {
    prompt.close();
    process.stderr.write("\n");
  }
};

/** The passphrase that a file holds, without the end of its line. */
export async function passphraseIn(path: string): Promise<string> {
  return (await readFile(path, "utf8")).replace(/\r?\n$/, "");
}
