import { join, relative } from "node:path";
import { type Deployment, NxsError } from "@nexus/protocol";
import { artifacts, network, tasks } from "hardhat";
import { type Address, getAddress, isAddress } from "viem";
import { readOptions } from "../command/options.ts";
import { deployerOf, deployRegistry, type Provider } from "./deploy.ts";
import { MirrorOptionsError } from "./errors.ts";
import { handOver } from "./hand-over.ts";
import { deployMirror, isListed, type MirrorTerms } from "./mirror.ts";
import { readBack } from "./readback.ts";
import { readRecord, record } from "./record.ts";

const root = join(import.meta.dirname, "../..");

const HELP = `npm run deploy -- [options]: deploys a registry set with its DAO, or goes on where an earlier try stopped

NEXUS_RPC_URL names the node and NEXUS_DEPLOYER_KEY a funded key (docs/deploying.md).

  --hand-over                gives every role to the DAO's timelock, and leaves the deployer none
  --mirror <name>            deploys a sovereign mirror too, and lists it; with
  --mirror-dao <address>     the account that governs the mirror
  --record                   deploys anew on a local chain and writes the record
  --json                     one JSON object
  --help                     this text`;

const WAITING =
  "The deployer still holds its roles: seat the first reviewers, then hand over with npm run deploy -- --hand-over.";

/** The recorded deployment, if the chain has it already. */
async function findDeployed(provider: Provider, file: string): Promise<Deployment | undefined> {
  const recorded = await readRecord(file);
  if (!recorded) return undefined;
  const params = [recorded.contracts.ReviewBoard, "latest"];
  return (await provider.request({ method: "eth_getCode", params })) === "0x" ? undefined : recorded;
}

/** The mirror that is to be deployed, if any. @throws MirrorOptionsError */
function mirrorOf(values: {
  mirror?: string | undefined;
  "mirror-dao"?: string | undefined;
}): MirrorTerms | undefined {
  const { mirror: name, "mirror-dao": dao } = values;
  if (name === undefined && dao === undefined) return undefined;
  if (name === undefined || dao === undefined || !isAddress(dao)) throw new MirrorOptionsError({ name, dao });
  return { name, dao: getAddress(dao) };
}

async function main(): Promise<void> {
  const values = readOptions(HELP, {
    json: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    "hand-over": { type: "boolean", default: false },
    mirror: { type: "string" },
    "mirror-dao": { type: "string" },
  });
  const begun = performance.now();
  await tasks.getTask("build").run({ quiet: true });
  const { provider } = await network.create("local");
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  const deployer = await deployerOf(provider, chainId);
  const file = relative(process.cwd(), join(root, "deployments", `${chainId}.json`));
  const deployed = values.record ? undefined : await findDeployed(provider, file);
  const deploying = { artifacts, chainId, deployer, root };
  const deployment = deployed ?? (await deployRegistry(provider, deploying));
  const mirror = mirrorOf(values);
  if (mirror && !(await isListed(provider, deployment, mirror.name)))
    await deployMirror(provider, deploying, { deployment, ...mirror });
  const facts = { deployment, deployer: deployer as Address };
  const asDeployed = await readBack(provider, artifacts, facts);
  await record(file, deployment, values.record);
  if (values["hand-over"]) await handOver(provider, deployment, facts.deployer);
  const read = values["hand-over"] ? await readBack(provider, artifacts, facts) : asDeployed;
  const seconds = Math.round(performance.now() - begun) / 1000;
  if (values.json) return console.log(JSON.stringify({ ...deployment, deployer, ...read, seconds }));
  const what = deployed ? "Already deployed" : "Deployed";
  console.log(`${what} to chain ${chainId} from ${deployer} (${seconds} s); ${read.checks} facts read back.`);
  for (const [name, address] of Object.entries(deployment.contracts)) {
    console.log(`  ${name.padEnd(22)} ${address}`);
  }
  console.log(`Addresses: ${file}`);
  console.log(read.handedOver ? "The DAO's timelock holds all roles; the deployer none." : WAITING);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof NxsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
