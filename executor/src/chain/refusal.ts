import {
  bountyEscrowAbi,
  certificationRegistryAbi,
  disputeManagerAbi,
  executorRegistryAbi,
  nexusTokenAbi,
  pluginRegistryAbi,
  resultConsensusAbi,
  reviewBoardAbi,
} from "@nexus/protocol";
import type { Abi } from "viem";
import { BaseError, ContractFunctionRevertedError, decodeErrorResult } from "viem";

/** Errors that a call may end with, whichever contract raised them. */
const ERRORS: Abi = [
  ...resultConsensusAbi,
  ...executorRegistryAbi,
  ...reviewBoardAbi,
  ...bountyEscrowAbi,
  ...certificationRegistryAbi,
  ...pluginRegistryAbi,
  ...disputeManagerAbi,
  ...nexusTokenAbi,
].filter((item) => item.type === "error");

/** Name of the error a contract refused a call with; null if the fault is another one, such as an unreachable node. */
export function refusalOf(fault: unknown): string | null {
  if (!(fault instanceof BaseError)) return null;
  const revert = fault.walk((error) => error instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) return null;
  if (revert.data !== undefined) return revert.data.errorName;
  const named = nameOf(revert) ?? revert.signature;
  if (named !== undefined) return named;
  return isContracts(revert) ? (revert.reason ?? "reverted without a reason") : null;
}

/** viem takes an "internal error" of the node itself for a contract's answer, which it would be wrong to act on. */
function isContracts(revert: ContractFunctionRevertedError): boolean {
  return revert.raw !== undefined || /revert/i.test(revert.reason ?? "");
}

function nameOf({ raw }: ContractFunctionRevertedError): string | undefined {
  if (raw === undefined || raw === "0x") return undefined;
  try {
    return decodeErrorResult({ abi: ERRORS, data: raw }).errorName;
  } catch {
    return undefined;
  }
}
