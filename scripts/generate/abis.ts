import type { Artifact } from "./artifacts.ts";
import { contracts, federationContracts } from "./contracts.ts";
import { generatedHeader } from "./header.ts";

/** The text of `abis.gen.ts`: one `const` ABI a contract, one entry a line. */
export function abisModule(artifacts: ReadonlyMap<string, Artifact>): string {
  const blocks = [...contracts, ...federationContracts].map((contract) => {
    const artifact = artifacts.get(contract);
    if (artifact === undefined) throw new Error(`No artifact of ${contract}; run \`npm run build\`.`);
    const lines = artifact.abi.map((entry) => `  ${JSON.stringify(entry)},\n`);
    const constant = `${contract.charAt(0).toLowerCase()}${contract.slice(1)}Abi`;
    return `export const ${constant} = [\n${lines.join("")}] as const;\n`;
  });
  return [generatedHeader, ...blocks].join("\n");
}
