import type { TraceExecutor, TraceReceipt } from "@nexus/discovery";
import {
  checkIdentity,
  checkStatement,
  type FirstReceipt,
  NxsError,
  parseReceiptFile,
  type Receipt,
  type ReceiptFile,
  receiptFaults,
  receiptTypedData,
  Signal,
} from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { type Config, useConfig } from "wagmi";
import { verifyTypedData } from "wagmi/actions";
import { useRuntime } from "../../config/context.tsx";
import { useVerifiedBytes } from "../../content/use-verified.ts";

/** What checking a receipt in this browser came to. */
export interface ReceiptCheck {
  readonly bytes: "verified" | "failed";
  readonly signature: "verified" | "failed";
  /** The run's own signature over the in-toto statement; receipts of version 1 have none. */
  readonly statement: "verified" | "failed" | "none";
  /** What is wrong; empty if nothing is. */
  readonly faults: readonly string[];
  /** What the executor says of its run; `undefined` if the bytes couldn't be trusted. */
  readonly receipt: Receipt | FirstReceipt | undefined;
}

interface Expected {
  readonly taskId: Hex;
  readonly executor: Address;
  readonly revealed: TraceReceipt;
}

async function checkReceipt(
  config: Config,
  consensus: Address,
  bytes: Uint8Array,
  expected: Expected,
): Promise<ReceiptCheck> {
  let file: ReceiptFile;
  try {
    file = parseReceiptFile(bytes);
  } catch (error) {
    if (!(error instanceof NxsError)) throw error;
    const faults = [error.message];
    return { bytes: "verified", signature: "failed", statement: "failed", faults, receipt: undefined };
  }
  const chainId = config.chains[0].id;
  const { message, ...typedData } = receiptTypedData(file, { chainId, verifyingContract: consensus });
  const signed = await verifyTypedData(config, {
    ...typedData,
    message: { ...message },
    address: expected.executor,
    signature: file.signature,
  } as Parameters<typeof verifyTypedData>[1]);
  const { taskId, executor, revealed } = expected;
  const { resultDigest } = revealed;
  const faults = receiptFaults(file.receipt, {
    taskId,
    executor,
    resultDigest,
    signal: Signal.indexOf(revealed.signal),
  });
  if (!signed) faults.push(`The receipt isn't signed by ${executor}.`);
  const inside = [checkStatement(file), checkIdentity(file.receipt)];
  for (const { ok, name, detail } of inside) if (!ok) faults.push(`The receipt's ${name} fails: ${detail}.`);
  return {
    bytes: "verified",
    signature: signed ? "verified" : "failed",
    statement: statementVerdict(
      file,
      inside.every(({ ok }) => ok),
    ),
    faults,
    receipt: file.receipt,
  };
}

function statementVerdict({ envelope }: ReceiptFile, ok: boolean): ReceiptCheck["statement"] {
  if (envelope === null) return "none";
  return ok ? "verified" : "failed";
}

/** Fetches a revealed receipt, hashes it, and verifies its signature and what it says; `undefined` while that runs. */
export function useReceiptCheck(taskId: Hex, executor: TraceExecutor): ReceiptCheck | undefined {
  const config = useConfig();
  const { contracts } = useRuntime();
  const revealed = executor.receipt ?? undefined;
  const fetched = useVerifiedBytes(revealed?.receiptDigest);
  const bytes = fetched.data?.verdict === "verified" ? fetched.data.bytes : undefined;
  const checked = useQuery({
    queryKey: ["receipt-check", contracts.ResultConsensus, taskId, revealed?.receiptDigest],
    queryFn: () =>
      bytes === undefined || revealed === undefined
        ? undefined
        : checkReceipt(config, contracts.ResultConsensus, bytes, {
            taskId,
            executor: executor.address,
            revealed,
          }),
    enabled: bytes !== undefined && revealed !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const unusable = (fault: string): ReceiptCheck => ({
    bytes: "failed",
    signature: "failed",
    statement: "failed",
    faults: [fault],
    receipt: undefined,
  });
  if (fetched.data?.verdict === "differ")
    return unusable(`the gateway's bytes hash to ${fetched.data.found}`);
  const error = fetched.error ?? checked.error;
  if (error) return unusable(error.message);
  return checked.data ?? undefined;
}
