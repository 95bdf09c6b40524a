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
  return nameOf(revert) ?? revert.signature ?? revert.reason ?? "reverted without a reason";
}

function nameOf({ raw }: ContractFunctionRevertedError): string | null {
  if (raw === undefined || raw === "0x") return null;
  try {
    return decodeErrorResult({ abi: ERRORS, data: raw }).errorName;
  } catch {
    return null;
  }
}
