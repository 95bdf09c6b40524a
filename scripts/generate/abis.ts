import type { AbiEntry, AbiParameter, Artifact } from "./artifacts.ts";
import { contracts } from "./contracts.ts";
import { generatedHeader } from "./header.ts";

function typeOf(parameter: AbiParameter): string {
  if (parameter.components === undefined) return parameter.type;
  return parameter.type.replace("tuple", `(${parameter.components.map(typeOf).join(",")})`);
}

function keyOf(entry: AbiEntry): string {
  return `${entry.type} ${entry.name ?? ""}(${(entry.inputs ?? []).map(typeOf).join(",")})`;
}

function mergedAbi(parts: readonly Artifact[]): readonly AbiEntry[] {
  const merged = new Map<string, AbiEntry>();
  for (const entry of parts.flatMap((part) => part.abi)) {
    if (!merged.has(keyOf(entry))) merged.set(keyOf(entry), entry);
  }
  return [...merged.values()];
}

function abiOf(contract: string, interfaces: readonly string[], artifacts: ReadonlyMap<string, Artifact>) {
  const implementation = artifacts.get(contract);
  if (implementation !== undefined) return implementation.abi;
  const parts = interfaces.map((name) => artifacts.get(name)).filter((part) => part !== undefined);
  if (parts.length === 0 || parts.length < interfaces.length) {
    throw new Error(`No artifact of ${contract} or of ${interfaces.join(", ")}; run \`npm run build\`.`);
  }
  return mergedAbi(parts);
}

/** The text of `abis.gen.ts`: one `const` ABI a contract, one entry a line. */
export function abisModule(artifacts: ReadonlyMap<string, Artifact>): string {
  const blocks = Object.entries(contracts).map(([contract, interfaces]) => {
    const lines = abiOf(contract, interfaces, artifacts).map((entry) => `  ${JSON.stringify(entry)},\n`);
    const constant = `${contract[0]?.toLowerCase()}${contract.slice(1)}Abi`;
    return `export const ${constant} = [\n${lines.join("")}] as const;\n`;
  });
  return [generatedHeader, ...blocks].join("\n");
}
