import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Domain, domainMask } from "@nexus/protocol";
import type { Hex } from "viem";
import type { SeedClause } from "../start/seed.ts";

/** The plugin that the main job publishes, as it lies on disk. */
export const pluginDirectory = resolve(import.meta.dirname, "../../plugins/rainfall-trigger");

/** The audit vector whose input the clause event carries. */
const EVENT_VECTOR = "storm-2012-11";

type Template = {
  name: string;
  domains: Domain[];
  clauses: { uuid: string; digest: Hex }[];
  audit: { vectors: { name: string; expected: { signal: string; outputDigest: Hex } }[] };
};

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(pluginDirectory, file), "utf8")) as T;
}

const template = () => read<Template>("manifest.template.json");

export const pluginName = () => template().name;

/** The clause that the plugin implements first, as the local chain registers it. */
export function localClause(): SeedClause {
  const { clauses, domains } = template();
  const [clause] = clauses;
  if (!clause) throw new Error("the plugin's manifest template names no clause");
  const { jurisdiction } = read<{ jurisdiction: string }>("clause.json");
  return { uuid: clause.uuid, digest: clause.digest, domains: domainMask(domains), jurisdiction };
}

/** The input of the clause event, and the signal and output that the plugin's independent audit vector expects of it. */
export function eventInput() {
  const vector = template().audit.vectors.find(({ name }) => name === EVENT_VECTOR);
  if (!vector) throw new Error(`the plugin's manifest template has no audit vector named ${EVENT_VECTOR}`);
  const input = readFileSync(join(pluginDirectory, "vectors/generated", `${EVENT_VECTOR}.input.json`));
  return { input: new Uint8Array(input), ...vector.expected };
}
