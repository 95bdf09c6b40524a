import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { NxsError } from "@nexus/protocol";
import { artifacts, tasks } from "hardhat";
import { createPublicClient, http } from "viem";
import { readOptions } from "../command/options.ts";
import { readRecord } from "../deploy/record.ts";
import { UnknownDeploymentError } from "../roles/errors.ts";
import { type Explorer, etherscan, sourcify } from "./explorers.ts";
import { type Submission, submissionsOf } from "./submissions.ts";

const root = join(import.meta.dirname, "../..");

const HELP = `npm run verify -- [options]: what block explorers need to verify a deployment, written to a folder and posted on request

  --rpc <url>          node of the chain (NEXUS_RPC_URL, else http://127.0.0.1:8545)
  --deployment <file>  record of the deployment (deployments/<chainId>.json)
  --out <folder>       where the submissions go (.nexus/verify/<chainId>)
  --sourcify <url>     posts them to a server with Sourcify's API, such as https://sourcify.dev/server
  --etherscan <url>    posts them to one with Etherscan's, such as https://api.etherscan.io/v2/api (key: ETHERSCAN_API_KEY)
  --json               one JSON object`;

const values = readOptions(HELP, {
  rpc: { type: "string", default: process.env.NEXUS_RPC_URL ?? "http://127.0.0.1:8545" },
  ...{ deployment: { type: "string" }, out: { type: "string" } },
  ...{ sourcify: { type: "string" }, etherscan: { type: "string" } },
  json: { type: "boolean", default: false },
});

function explorers(chainId: number): ReadonlyMap<string, Explorer> {
  const found = new Map<string, Explorer>();
  if (values.sourcify) found.set(values.sourcify, sourcify({ url: values.sourcify, chainId }));
  const apiKey = process.env.ETHERSCAN_API_KEY ?? "";
  if (values.etherscan) found.set(values.etherscan, etherscan({ url: values.etherscan, chainId, apiKey }));
  return found;
}

async function write(folder: string, submissions: readonly Submission[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { input, ...described } of submissions) {
    const base = join(folder, described.name);
    await writeFile(`${base}.json`, `${JSON.stringify(described, null, 2)}\n`);
    await writeFile(`${base}.input.json`, `${JSON.stringify(input)}\n`);
  }
}

async function main(): Promise<void> {
  await tasks.getTask("build").run({ quiet: true });
  const client = createPublicClient({ transport: http(values.rpc) });
  const chainId = await client.getChainId();
  const file = values.deployment ?? relative(process.cwd(), join(root, "deployments", `${chainId}.json`));
  const deployment = await readRecord(file);
  if (deployment?.chainId !== chainId) throw new UnknownDeploymentError({ chainId, file });
  const submissions = await submissionsOf(client, artifacts, deployment);
  const folder = values.out ?? join(root, ".nexus/verify", String(chainId));
  await write(folder, submissions);
  const answers: { name: string; url: string; answer: string }[] = [];
  for (const [url, verify] of explorers(chainId)) {
    for (const submission of submissions)
      answers.push({ name: submission.name, url, answer: await verify(submission) });
  }
  const contracts = submissions.map(({ input: _, ...described }) => described);
  if (values.json) return console.log(JSON.stringify({ chainId, folder, contracts, answers }));
  console.log(`${contracts.length} submissions in ${folder}`);
  for (const { name, url, answer } of answers) console.log(`  ${name.padEnd(22)} ${url}: ${answer}`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof NxsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
