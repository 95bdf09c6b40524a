import { mkdir, open, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { type Deployment, executorRegistryAbi, parametersFor } from "@nexus/protocol";
import pg from "pg";
import { type Address, formatEther } from "viem";
import { type ChainAccess, chainClient, checkChain } from "./chain/client.ts";
import { findDeployment } from "./chain/deployment.ts";
import { openAccount } from "./chain/signer.ts";
import { readSettings, type Settings } from "./config.ts";
import { viewFault } from "./core/fault.ts";
import { lookAtAudits } from "./doctor-audits.ts";
import { checkGateway } from "./http/checks.ts";
import { openPolicies } from "./policy.ts";
import { openWasmSandbox } from "./sandbox/wasm-sandbox.ts";
import { describe } from "./store/presence.ts";
import { askTerminal } from "./terminal.ts";

/** One thing that an executor needs: whether it is there, and in words what was found or what to do. */
export type Finding = { readonly check: string; readonly ok: boolean; readonly detail: string };

const ANSWER_MS = 10_000;
const LEAST_SPACE = 1024 ** 3;
const MOST_SKEW_SECONDS = 60;
/** Ether that pays for some hundreds of steps. */
const LEAST_BALANCE = 10n ** 16n;

/**
 * Looks at everything that an executor with these settings needs, changes nothing that lasts, and tells all that it found.
 * @throws InvalidSettingsError, since nothing can be looked at without settings
 */
export async function examine(environment: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const settings = readSettings(environment);
  const local = [
    finding("settings", async () => "complete and well-formed"),
    finding("database", () => lookAtDatabase(settings.databaseUrl)),
    finding("ipfs gateway", async () => {
      await checkGateway(settings.gateway);
      return `${settings.gateway} answers`;
    }),
    finding("content directory", () => lookAtFolder(settings.contentDirectory)),
    finding("cache directory", () => lookAtFolder(settings.cacheDirectory)),
    finding("sandbox", () => lookAtSandbox(settings)),
  ];
  return Promise.all([...local, ...(await onChain(settings))]);
}

/** Finds out by `look`, whose words are the detail; what it throws is the fault. */
async function finding(check: string, look: () => Promise<string>): Promise<Finding> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`No answer within ${ANSWER_MS / 1_000} s.`)),
    ANSWER_MS,
  );
  try {
    return { check, ok: true, detail: await Promise.race([look(), late.promise]) };
  } catch (fault) {
    return { check, ok: false, detail: viewFault(fault).message };
  } finally {
    clearTimeout(timer);
  }
}

async function lookAtDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MS });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; create: boolean }>(
      `select current_setting('server_version') as version,
         has_database_privilege(current_database(), 'create') as create`,
    );
    if (rows[0]?.create !== true)
      throw new Error(
        `The database ${describe(url)} doesn't let this account create schemas: grant it CREATE.`,
      );
    return `Postgres ${rows[0].version} at ${describe(url)}`;
  } finally {
    await client.end();
  }
}

async function lookAtFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const probe = join(path, `.doctor-${process.pid}`);
  await (await open(probe, "wx")).close();
  await rm(probe);
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const words = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${path}`;
  if (free < LEAST_SPACE) throw new Error(`Only ${words}: an executor needs 1 GiB.`);
  return `writable, ${words}`;
}

/** Raises the walls for real: a wall that is installed may still be forbidden by the machine. */
async function lookAtSandbox({ cacheDirectory, walls }: Settings): Promise<string> {
  const sandbox = await openWasmSandbox({
    cacheFolder: join(cacheDirectory, "doctor"),
    requiredWalls: walls,
    children: 1,
  });
  try {
    return `walls that stand: ${sandbox.walls.join(", ")}`;
  } finally {
    await sandbox.close();
    await rm(join(cacheDirectory, "doctor"), { recursive: true, force: true });
  }
}

/** What needs the chain; each part is left out when what it rests on is missing. */
async function onChain(settings: Settings): Promise<readonly Promise<Finding>[]> {
  let deployment: Deployment | undefined;
  const chain = await finding("chain", async () => {
    deployment = await findDeployment(settings);
    await checkChain(settings.rpcUrl, deployment.chainId);
    return lookAtContracts(accessOf(settings, deployment));
  });
  if (deployment === undefined) return [Promise.resolve(chain)];
  const known = deployment;
  let executor: Address | undefined;
  const key = await finding("key", async () => {
    executor = (await openAccount(settings.key, known.chainId, askTerminal)).address;
    return `opens as ${executor}`;
  });
  const standing = executor;
  return [
    Promise.resolve(chain),
    Promise.resolve(key),
    finding("policy", async () => {
      await openPolicies(settings.policy, accessOf(settings, known));
      return settings.policy.common === undefined ? "the project's own" : "signed as it should be";
    }),
    ...(standing === undefined || !chain.ok
      ? []
      : [
          finding("standing", () => lookAtStanding(accessOf(settings, known), standing)),
          finding("audits", () => lookAtAudits(accessOf(settings, known), settings, standing)),
        ]),
  ];
}

function accessOf({ rpcUrl }: Settings, deployment: Deployment): ChainAccess {
  return { deployment, client: chainClient(rpcUrl, deployment.chainId, 1_000) };
}

async function lookAtContracts({ client, deployment }: ChainAccess): Promise<string> {
  const address = deployment.contracts.ResultConsensus;
  if ((await client.getCode({ address })) === undefined)
    throw new Error(
      `No contract is at ${address} (ResultConsensus) on chain ${deployment.chainId}: check NEXUS_DEPLOYMENT.`,
    );
  const { number, timestamp } = await client.getBlock();
  const skew = Math.abs(Date.now() / 1_000 - Number(timestamp));
  const words = `chain ${deployment.chainId}, block ${number}`;
  return skew > MOST_SKEW_SECONDS
    ? `${words}, whose time is ${Math.round(skew)} s from this machine's`
    : words;
}

async function lookAtStanding({ client, deployment }: ChainAccess, executor: Address): Promise<string> {
  const active = await client.readContract({
    address: deployment.contracts.ExecutorRegistry,
    abi: executorRegistryAbi,
    functionName: "isActive",
    args: [executor],
  });
  const balance = await client.getBalance({ address: executor });
  if (!active) {
    const least = formatEther(parametersFor(deployment.chainId).staking.minimumStake);
    throw new Error(
      `${executor} isn't an active executor: stake ${least} NXS (\`nexus executor register\`) and have its affiliation attested.`,
    );
  }
  if (balance < LEAST_BALANCE)
    throw new Error(`${executor} has ${formatEther(balance)} ETH left for transactions: send it some.`);
  return `active, with ${formatEther(balance)} ETH for transactions`;
}
