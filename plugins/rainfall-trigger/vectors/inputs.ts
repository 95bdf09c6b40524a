import { canonicalBytes } from "@nexus/protocol";
import { AUDIT_CASES, inputOf, REFUSED_CASES } from "./cases.ts";
import { readSeries } from "./series.ts";

/** Where inputs and expected outputs are kept. */
export const GENERATED = new URL("./generated/", import.meta.url);

/** File name and canonical bytes of every case's input. */
export async function vectorInputs(): Promise<Map<string, Uint8Array>> {
  const record = await readSeries();
  const cases = [...AUDIT_CASES, ...REFUSED_CASES];
  return new Map(cases.map((one) => [`${one.name}.input.json`, canonicalBytes(inputOf(one, record))]));
}
