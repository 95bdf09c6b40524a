import { NxsError, REFUSALS, refusalAbi } from "@nexus/protocol";
import {
  BaseError,
  ContractFunctionZeroDataError,
  decodeErrorResult,
  type Hex,
  HttpRequestError,
  InsufficientFundsError,
  isHex,
  TimeoutError,
} from "viem";
import { ContractRefusalError, NodeError, NodeUnreachableError } from "./errors.ts";

type Sentence = (args: Readonly<Record<string, unknown>>) => string;

const SENTENCES: ReadonlyMap<string, Sentence> = new Map(Object.entries(REFUSALS) as [string, Sentence][]);

const isRevertData = (value: unknown): value is Hex => isHex(value) && value.length >= 10;

/** The revert data somewhere in an error's causes. */
function revertDataOf(error: BaseError): Hex | undefined {
  let found: Hex | undefined;
  error.walk((cause) => {
    const { raw, data } = cause as { raw?: unknown; data?: unknown };
    const inner = (data as { data?: unknown } | undefined)?.data;
    found ??= [raw, data, inner].find(isRevertData);
    return found !== undefined;
  });
  return found;
}

/** A refusal in words: its sentence, or its name and arguments if it has none. */
export function explainRevert(data: Hex, cause?: unknown): ContractRefusalError {
  let decoded: ReturnType<typeof decodeErrorResult>;
  try {
    decoded = decodeErrorResult({ abi: refusalAbi, data });
  } catch {
    const text = `The contract refused with data that none of the known contracts uses: ${data}.`;
    return new ContractRefusalError({ refusal: data.slice(0, 10), args: [], text, cause });
  }
  const args = (decoded.args ?? []) as readonly unknown[];
  const inputs = decoded.abiItem.type === "error" ? decoded.abiItem.inputs : [];
  const named = Object.fromEntries(inputs.map((input, index) => [input.name ?? String(index), args[index]]));
  const sentence = SENTENCES.get(decoded.errorName);
  const text =
    sentence?.(named) ?? `The contract refused: ${decoded.errorName}(${args.map(String).join(", ")}).`;
  return new ContractRefusalError({ refusal: decoded.errorName, args, text, cause });
}

/** Turns a failure of viem into one of ours, with a sentence; any other error is returned as it is. */
export function explainFailure(cause: unknown): unknown {
  if (cause instanceof NxsError || !(cause instanceof BaseError)) return cause;
  const data = revertDataOf(cause);
  if (data !== undefined) return explainRevert(data, cause);
  const request = cause.walk((error) => error instanceof HttpRequestError || error instanceof TimeoutError);
  if (request !== null) return new NodeUnreachableError({ rpcUrl: (request as HttpRequestError).url, cause });
  if (cause.walk((error) => error instanceof ContractFunctionZeroDataError) !== null) {
    const reason =
      "there is no contract at the deployment's address; was the chain reset? Deploy again, or pass --deployment.";
    return new NodeError({ reason, cause });
  }
  if (cause.walk((error) => error instanceof InsufficientFundsError) !== null) {
    return new NodeError({
      reason: "the account has too little ETH for the value and gas; fund it first.",
      cause,
    });
  }
  return new NodeError({ reason: cause.details || cause.shortMessage, cause });
}
