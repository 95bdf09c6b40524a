import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { contracts } from "./contracts.ts";
import { generatedHeader } from "./header.ts";

const shape = `/** Where one chain's set of contracts is, and the block that logs are read from. */
export interface Deployment {
  readonly chainId: number;
  readonly startBlock: number;
  readonly contracts: Readonly<Record<ContractName, \`0x\${string}\`>>;
}
`;

/** The text of `deployments.gen.ts`, from the `<chainId>.json` files that deployments write. */
export async function deploymentsModule(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /^\d+\.json$/.test(file));
  const chainIds = files.map((file) => Number.parseInt(file, 10)).sort((a, b) => a - b);
  const entries: string[] = [];
  for (const chainId of chainIds) {
    const record: unknown = JSON.parse(await readFile(join(folder, `${chainId}.json`), "utf8"));
    entries.push(`  ${chainId}: ${JSON.stringify(record, null, 2).replaceAll("\n", "\n  ")},\n`);
  }
  const names = `export const contractNames = [\n${contracts.map((name) => `  "${name}",\n`).join("")}] as const;\n`;
  const union = `/** The contracts of a deployment. */\n${names}export type ContractName = (typeof contractNames)[number];\n`;
  const table = `export const deployments: Readonly<Record<number, Deployment>> = {\n${entries.join("")}};\n`;
  return [generatedHeader, union, shape, table].join("\n");
}
