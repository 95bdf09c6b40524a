import * as protocol from "@nexus/protocol";
import type { Hex } from "viem";
import { type Abi, toFunctionSelector } from "viem";
import type { RoleName } from "./functionRoles.ts";

const abis: Readonly<Record<string, Abi>> = {
  BountyEscrow: protocol.bountyEscrowAbi,
  CertificateToken: protocol.certificateTokenAbi,
  ClauseRegistry: protocol.clauseRegistryAbi,
  DisputeManager: protocol.disputeManagerAbi,
  ExecutorRegistry: protocol.executorRegistryAbi,
  LicenceRegistry: protocol.licenceRegistryAbi,
  MirrorAttester: protocol.mirrorAttesterAbi,
  RegistryDirectory: protocol.registryDirectoryAbi,
  ResultConsensus: protocol.resultConsensusAbi,
  ReviewBoard: protocol.reviewBoardAbi,
  ReviewFees: protocol.reviewFeesAbi,
  SecurityCouncil: protocol.securityCouncilAbi,
};

/** Selector of a contract's function by its name. Throws unless the contract has exactly one function of that name. */
export function selectorOf(contract: string, name: string): Hex {
  const found = (abis[contract] ?? []).filter((entry) => entry.type === "function" && entry.name === name);
  const [only] = found;
  if (found.length !== 1 || only?.type !== "function") {
    throw new Error(`${contract} has ${found.length} functions named ${name}; a role needs exactly one.`);
  }
  return toFunctionSelector(only);
}

/** One contract's restricted functions, grouped by the role that may call them. */
export function selectorsByRole(contract: string, byFunction: Readonly<Record<string, RoleName>>) {
  const groups = new Map<RoleName, Hex[]>();
  for (const [name, role] of Object.entries(byFunction)) {
    groups.set(role, [...(groups.get(role) ?? []), selectorOf(contract, name)]);
  }
  return [...groups].map(([role, selectors]) => ({ role, selectors }));
}
