import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { PassphraseSource } from "./key-source.ts";

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

/** The passphrase of a keystore, without the end of its line; undefined when nobody is there to give it. */
export async function readPassphrase(
  source: PassphraseSource,
  keystore: string,
  ask: Ask,
): Promise<string | undefined> {
  switch (source.kind) {
    case "text":
      return source.text;
    case "file":
      return (await readFile(source.path, "utf8")).replace(/\r?\n$/, "");
    case "prompt":
      return ask(`Passphrase of ${keystore}: `);
  }
}
