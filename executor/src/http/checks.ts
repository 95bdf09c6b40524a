import { cidOfDigest, EMPTY_DIGEST } from "@nexus/protocol";
import type { Pool } from "pg";
import { type ChainAccess, checkChain } from "../chain/client.ts";
import type { Settings } from "../config.ts";
import { viewFault } from "../core/fault.ts";
import type { Presence } from "../store/presence.ts";

type Needed = {
  readonly settings: Pick<Settings, "rpcUrl" | "gateway">;
  readonly access: ChainAccess;
  readonly pool: Pick<Pool, "query">;
  readonly presence: Pick<Presence, "number">;
};

const CHECK_MS = 3_000;

/** Checks of what the executor needs, by name: null, or the reason why it can't be used. */
export function readinessChecks({ settings, access, pool, presence }: Needed) {
  const checks = {
    chain: () => checkChain(settings.rpcUrl, access.deployment.chainId),
    database: async () => {
      await pool.query("select 1");
      if (presence.number() === null)
        throw new Error("This process is cut off from the database at the moment.");
    },
    ipfs: () => checkGateway(settings.gateway),
  };
  return async (): Promise<Record<string, string | null>> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await faultOf(check)] as const),
      ),
    );
}

async function faultOf(check: () => Promise<void>): Promise<string | null> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`No answer within ${CHECK_MS / 1000} s.`)), CHECK_MS);
  try {
    await Promise.race([check(), late.promise]);
    return null;
  } catch (fault) {
    return viewFault(fault).message;
  } finally {
    clearTimeout(timer);
  }
}

/** Any answer of a gateway will do: whether it has a certain file says nothing about its health. */
export async function checkGateway(gateway: string): Promise<void> {
  const url = new URL(`/ipfs/${cidOfDigest(EMPTY_DIGEST)}`, gateway);
  const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(CHECK_MS) });
  if (response.status >= 500) throw new Error(`The gateway answers with status ${response.status}.`);
}
