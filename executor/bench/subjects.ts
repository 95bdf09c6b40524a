import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { componentize } from "componentize-qjs";
import { requestOf, type Subject } from "./sandbox.ts";

const ROOT = new URL("../../", import.meta.url);

/** The Rust plugin of this repository, with the input of one of its audit vectors. */
export async function rustSubject(): Promise<Subject> {
  const component = await readFile(new URL("plugins/rainfall-trigger/rainfall_trigger.wasm", ROOT));
  const input = await readFile(
    new URL("plugins/rainfall-trigger/vectors/generated/at-attachment.input.json", ROOT),
  );
  return { component, request: requestOf(input) };
}

/** What the validator in JavaScript is given. */
export const SCRIPT_INPUT = '{"b":[1,2,3],"a":"text"}';

/** A validator in JavaScript: it parses its input and answers with it, sorted by key. */
const SOURCE = `
  export function describe() { return "sorts keys"; }
  export function run(context, input) {
    const text = String.fromCharCode(...input);
    const sorted = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).sort()));
    return { signal: "pass", output: Uint8Array.from(sorted, (letter) => letter.charCodeAt(0)) };
  }`;

/** It as a component, QuickJS within, built by componentize-qjs. */
export async function scriptSubject(): Promise<Subject> {
  const { component } = await componentize({
    witPath: fileURLToPath(new URL("sdk/wit/0.1.0/nexus-plugin.wit", ROOT)),
    world: "base",
    jsSource: SOURCE,
    sync: true,
    stubWasi: true,
  });
  return {
    component,
    request: requestOf(Buffer.from(SCRIPT_INPUT)),
  };
}
