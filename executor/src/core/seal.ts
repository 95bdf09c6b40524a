import type { Receipt, ResultRecord } from "@nexus/protocol";
import {
  canonicalBytes,
  commitmentOf,
  envelopeOf,
  parseReceipt,
  policyDigest,
  preAuthEncoding,
  receiptFile,
  STATEMENT_TYPE,
  signalOf,
  stateReceipt,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import type { RunIdentity } from "../identity/provider.ts";
import type { Usage } from "../sandbox/sandbox.ts";
import type { LoadedPlugin, Rules } from "./load.ts";
import type { Approval, ReceiptSigner } from "./ports.ts";
import type { StoredResult, TaskEvent } from "./run.ts";

export type SealPorts = {
  readonly policy: Pick<Rules, "common" | "own">;
  readonly signer: ReceiptSigner;
  /** The consensus contract and its chain. */
  readonly chain: { readonly chainId: number; readonly consensus: Address };
  /** What stands around a plugin, outermost first. */
  readonly walls: readonly string[];
  /** Versions of what makes a component runnable. */
  readonly tools: { readonly jco: string; readonly passes: string };
  /** Where the operator says that this runs: a country's code, or null. */
  readonly region: string | null;
  /** Digest of the newest receipt that this executor holds. */
  previousReceipt(): Promise<Hex | null>;
  /** 32 random bytes. */
  salt(): Hex;
};

/** What a receipt tells of. */
export type Finished = {
  readonly task: TaskEvent;
  readonly record: ResultRecord;
  readonly usage: Usage;
  readonly loaded: LoadedPlugin;
  readonly approval: Approval | null;
  readonly identity: RunIdentity;
  readonly startedAt: number;
  readonly endedAt: number;
};

/**
 * Makes a run's receipt and signs it with the run's key (DSSE) and the executor's (EIP-712). It isn't on IPFS yet: a receipt
 * that goes there before it is stored would stay there, beside the one of the next try, if the process ended in between.
 * @throws IdentityExpiredError when the run's deadline is over; InvalidReceiptError for what nobody could read
 */
export async function sealResult(ports: SealPorts, finished: Finished): Promise<StoredResult> {
  const { signer, salt } = ports;
  const { identity } = finished;
  const receipt = parseReceipt(await receiptOf(ports, finished));
  const { statement, message } = stateReceipt(receipt);
  const envelope = envelopeOf(
    statement,
    identity.id,
    identity.sign(preAuthEncoding(STATEMENT_TYPE, statement)),
  );
  const file = receiptFile(envelope, await signer.signStatement(message));
  const { record } = receipt;
  const opening = { ...message, salt: salt() };
  return {
    record: new TextDecoder().decode(canonicalBytes(record)),
    resultDigest: message.resultDigest,
    signal: signalOf(record),
    receipt: new TextDecoder().decode(file.bytes),
    receiptDigest: file.digest,
    salt: opening.salt,
    commitment: commitmentOf(opening),
  };
}

async function receiptOf(ports: SealPorts, finished: Finished): Promise<Receipt> {
  const { task, record, usage, loaded, approval, identity, startedAt, endedAt } = finished;
  const { common, own } = ports.policy;
  const { capabilities, limits, isolation, walls } = loaded.grant;
  const { node, v8 } = process.versions;
  return {
    receiptVersion: "2",
    taskId: task.taskId,
    executor: ports.signer.address,
    chain: ports.chain,
    approval,
    clauseId: loaded.clauseId,
    record,
    policy: { common: policyDigest(common), own: own === undefined ? null : policyDigest(own) },
    grant: {
      capabilities: capabilities.map(({ name, scope }) => ({ name, scope: [...scope] })),
      limits: { ...limits },
      isolation,
      walls: [...walls],
    },
    usage: wholeNumbers(usage),
    engine: { node, v8, ...ports.tools, arch: process.arch },
    walls: [...ports.walls],
    identity: { id: identity.id, key: identity.key },
    region: ports.region,
    startedAt,
    endedAt: Math.max(startedAt, endedAt),
    previous: await ports.previousReceipt(),
  };
}

function wholeNumbers(usage: Usage): Receipt["usage"] {
  const { wallMs, cpuMs, steps, peakMemoryBytes, hostCalls, deniedCalls, logBytes, outputBytes } = usage;
  return {
    wallMs: Math.ceil(wallMs),
    cpuMs: Math.ceil(cpuMs),
    steps,
    peakMemoryBytes,
    hostCalls,
    ...(deniedCalls > 0 && { deniedCalls }),
    logBytes,
    outputBytes,
  };
}
