import { GatewayContentReader } from "@nexus/content";
import type { Pool } from "pg";
import type { Hex } from "viem";
import { rpcAudits } from "./chain/audits.ts";
import type { ChainAccess } from "./chain/client.ts";
import { rpcRegistry } from "./chain/registry.ts";
import type { Transactions } from "./chain/transactions.ts";
import type { Settings } from "./config.ts";
import { auditOnce } from "./core/audits.ts";
import { judgeOnce } from "./core/judge.ts";
import type { PerformPorts } from "./core/perform.ts";
import type { Log } from "./core/ports.ts";
import { TaskNotReplayableError } from "./errors.ts";
import type { Oversight } from "./oversight.ts";
import { replay } from "./replay.ts";
import type { WasmSandbox } from "./sandbox/wasm-sandbox.ts";
import { postgresAudits } from "./store/audits.ts";

export type AuditingParts = {
  readonly settings: Settings;
  readonly log: Log;
  readonly access: ChainAccess;
  readonly performing: PerformPorts;
  readonly pool: Pool;
  readonly sandbox: WasmSandbox;
  readonly oversight: Oversight;
};

/** One turn: asks for audits if the settings say so, and looks at those that are over in any case. */
export function auditing(parts: AuditingParts, transactions: Transactions): () => Promise<void> {
  const { settings, log, access, performing, pool, sandbox, oversight } = parts;
  const { metrics } = oversight;
  const chain = rpcAudits(access, rpcRegistry(access), transactions);
  const store = postgresAudits(pool);
  const content = new GatewayContentReader({ url: settings.gateway });
  const { common: policy } = performing.policy;
  const again = async (taskId: Hex) => {
    try {
      return (await replay({ ...access, content, sandbox, taskId, policy })).digest;
    } catch (fault) {
      if (!(fault instanceof TaskNotReplayableError)) throw fault;
      return null;
    }
  };
  const { audits: rules, mostBond } = settings;
  return async () => {
    if (rules !== undefined) {
      const counted = (status: string) => metrics.audits.inc({ status });
      await auditOnce({ chain, store, rules, random: Math.random, counted, log });
    }
    const counted = (verdict: string) => metrics.auditVerdicts.inc({ verdict });
    await judgeOnce({ chain, store, content: performing.content, again, mostBond, counted, log });
  };
}
