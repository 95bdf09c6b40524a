import { STUBBED_INTERFACES } from "./wasi-interfaces.ts";

/** What a component's imports are held against. */
export type ImportTerms = {
  readonly world: string;
  /** The world's own imports, as lines of WIT. */
  readonly offered: readonly string[];
  /** Capabilities that the manifest asks for, and those the policy grants. */
  readonly asked: readonly string[];
  readonly granted: readonly string[];
};

const INTERFACE = /^import ([a-z0-9:-]+\/([a-z0-9-]+))@(\d+\.\d+\.\d+);$/;
const WASI_0_2 = /^0\.2\.\d+$/;
const STUBS: ReadonlySet<string> = new Set(STUBBED_INTERFACES);
const WASI_STUB = "wasi-stub";

/**
 * Why a component may not import something, naming the import and the rule: "world" (its world doesn't offer it), "manifest"
 * (its manifest doesn't ask for it), "policy" (it isn't granted), "wasi" (there is no stub for it). Undefined when all is well.
 */
export function importFault(lines: readonly string[], terms: ImportTerms): string | undefined {
  for (const line of lines) {
    const fault = faultOf(line, terms);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOf(line: string, terms: ImportTerms): string | undefined {
  const [, path = "", name = "", version = ""] = INTERFACE.exec(line) ?? [];
  const refused = (rule: string, why: string) =>
    `it imports "${line.replace(/^import |;$/g, "")}", ${why} (rule "${rule}")`;
  const isWasi = line.startsWith("import wasi:");
  if (isWasi && !(STUBS.has(path) && WASI_0_2.test(version))) {
    return refused("wasi", "and of WASI there are only the stubs of 0.2 for a toolchain's runtime");
  }
  if (!(isWasi || terms.offered.includes(line))) {
    return refused("world", `which the world ${terms.world} doesn't offer`);
  }
  if (!isWasi && name === "types") return undefined;
  const capability = isWasi ? WASI_STUB : name;
  if (!terms.asked.includes(capability)) {
    return refused("manifest", `and its manifest doesn't ask for the capability ${capability}`);
  }
  if (terms.granted.includes(capability)) return undefined;
  return refused("policy", `and the policy doesn't grant the capability ${capability}`);
}
