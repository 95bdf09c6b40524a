import { type Ask, passphraseIn } from "../terminal.ts";
import type { PassphraseSource } from "./key-source.ts";

/** The passphrase of a keystore; undefined when nobody is there to give it. */
export async function readPassphrase(
  source: PassphraseSource,
  keystore: string,
  ask: Ask,
): Promise<string | undefined> {
  switch (source.kind) {
    case "text":
      return source.text;
    case "file":
      return passphraseIn(source.path);
    case "prompt":
      return ask(`Passphrase of ${keystore}: `);
  }
}
