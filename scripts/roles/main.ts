import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { NxsError } from "@nexus/protocol";
import { createPublicClient, http } from "viem";
import { readOptions } from "../command/options.ts";
import { readRecord } from "../deploy/record.ts";
import { rolesPage } from "./document.ts";
import { UnknownDeploymentError } from "./errors.ts";
import { readRoles } from "./read.ts";
import { table } from "./table.ts";

const root = join(import.meta.dirname, "../..");

const HELP = `npm run roles -- [options]: reads from the chain who may do what, and fails on contradictions

  --rpc <url>           the chain's node (NEXUS_RPC_URL, or http://127.0.0.1:8545)
  --deployment <file>   addresses; deployments/<chain id>.json without it
  --document            ask no chain, write docs/roles.md from the contracts
  --json                one JSON object
  --help                this text`;

async function main(): Promise<void> {
  const values = readOptions(HELP, {
    json: { type: "boolean", default: false },
    document: { type: "boolean", default: false },
    rpc: { type: "string", default: process.env.NEXUS_RPC_URL ?? "http://127.0.0.1:8545" },
    deployment: { type: "string" },
  });
  if (values.document) return writeFile(join(root, "docs/roles.md"), rolesPage());
  const client = createPublicClient({ transport: http(values.rpc) });
  const chainId = await client.getChainId();
  const file = values.deployment ?? relative(process.cwd(), join(root, "deployments", `${chainId}.json`));
  const deployment = await readRecord(file);
  if (deployment?.chainId !== chainId) throw new UnknownDeploymentError({ chainId, file });
  const map = await readRoles(client, deployment);
  console.log(values.json ? JSON.stringify(map, null, 2) : table(map));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof NxsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
