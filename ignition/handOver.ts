import {
  accessManagerAbi,
  type Deployment,
  parametersFor,
  roles,
  timelockControllerAbi,
} from "@nexus/protocol";
import { type Address, encodeFunctionData, type Hex, zeroHash } from "viem";
import { daoRoles } from "./functionRoles.ts";

/** What the deployer holds until it hands over. */
export const deployerRoles = [...daoRoles, "ADMIN_ROLE"] as const;

/**
 * The deployer's last two calls: every role goes to the timelock in one call, so that the manager never stands without an
 * admin; then the timelock is left to administer itself. The deployer keeps no role, and nothing gives it one again but a
 * decision of the DAO.
 */
export function handOverCalls(
  { chainId, contracts }: Deployment,
  deployer: Address,
): readonly { readonly to: Address; readonly data: Hex }[] {
  const { executionDelay } = parametersFor(chainId).governance;
  const { AccessManager, TimelockController } = contracts;
  const [manager, timelock] = [{ abi: accessManagerAbi }, { abi: timelockControllerAbi }] as const;
  const grants = deployerRoles.map((role) => {
    const args = [roles[role], TimelockController, executionDelay] as const;
    return encodeFunctionData({ ...manager, functionName: "grantRole", args });
  });
  const renunciations = deployerRoles.map((role) => {
    const args = [roles[role], deployer] as const;
    return encodeFunctionData({ ...manager, functionName: "renounceRole", args });
  });
  const moved = [[...grants, ...renunciations]] as const;
  const left = [zeroHash, deployer] as const;
  return [
    { to: AccessManager, data: encodeFunctionData({ ...manager, functionName: "multicall", args: moved }) },
    {
      to: TimelockController,
      data: encodeFunctionData({ ...timelock, functionName: "renounceRole", args: left }),
    },
  ];
}
