import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { DEVELOPMENT_CHAIN_ID, type Deployment, deployments } from "@nexus/protocol";
import { createPublicClient, http } from "viem";
import { StackError } from "./errors.ts";
import { developmentAccount } from "./seed.ts";

/** The local chain's sovereign mirror of the home, found through the directory; the account `mirror-dao` governs it. */
const MIRROR = "highland-mirror";

const root = resolve(import.meta.dirname, "../..");

type DeploymentOptions = { rpcUrl: string; report: (message: string) => void; signal: AbortSignal };

/** The contracts on the local chain; deploys them, by the Ignition module, where they aren't yet. */
export async function ensureDeployment({ rpcUrl, report, signal }: DeploymentOptions): Promise<Deployment> {
  const deployment = deployments[DEVELOPMENT_CHAIN_ID];
  if (!deployment) throw new StackError("deployments/31337.json is missing. Restore it from the repository.");
  const client = createPublicClient({ transport: http(rpcUrl) });
  if (await client.getCode({ address: deployment.contracts.ReviewBoard })) return deployment;
  report("Compiling and deploying the contracts (the first time takes about a minute)");
  const begun = performance.now();
  const mirror = ["--mirror", MIRROR, "--mirror-dao", developmentAccount("mirror-dao").address];
  await promisify(execFile)(process.execPath, ["scripts/deploy/main.ts", "--json", ...mirror], {
    cwd: root,
    env: { ...process.env, NEXUS_RPC_URL: rpcUrl },
    maxBuffer: 2 ** 24,
    signal,
  }).catch((error: { stderr?: string; stdout?: string }) => {
    throw new StackError(`Deploying the contracts failed: ${error.stderr || error.stdout || String(error)}`, {
      cause: error,
    });
  });
  report(
    `${Object.keys(deployment.contracts).length} contracts deployed (${((performance.now() - begun) / 1000).toFixed(1)} s)`,
  );
  return deployment;
}
