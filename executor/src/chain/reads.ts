import { BaseError, type Hex, isHex, numberToHex } from "viem";
import type { ContractAnswer, ContractQuestion } from "../core/ports.ts";
import type { ChainClient } from "./client.ts";

/** Gas of each call, the same for every executor, because a call that runs out of it ends otherwise. */
const CALL_GAS = 30_000_000;
/** JSON-RPC's code for a reverted call. */
const REVERTED = 3;

/** Reads a contract as the chain stood at the end of a block. What isn't the contract's answer is thrown. */
export function chainReads(client: ChainClient) {
  return async (blockHash: Hex, { to, data }: ContractQuestion): Promise<ContractAnswer> => {
    const call = { to, data, gas: numberToHex(CALL_GAS) };
    const block = { blockHash, requireCanonical: true };
    try {
      return { reverted: false, data: await client.request({ method: "eth_call", params: [call, block] }) };
    } catch (fault) {
      const reverted = revertDataOf(fault);
      if (reverted === undefined) throw fault;
      return { reverted: true, data: reverted };
    }
  };
}

/** What a contract reverted with; undefined when the fault is another one. */
function revertDataOf(fault: unknown): Hex | undefined {
  if (!(fault instanceof BaseError)) return undefined;
  const told = fault.walk((cause) => isObject(cause) && cause.code === REVERTED);
  if (!isObject(told)) return undefined;
  return isHex(told.data) ? told.data : "0x";
}

function isObject(value: unknown): value is { readonly code?: unknown; readonly data?: unknown } {
  return typeof value === "object" && value !== null;
}
