import { buildModule } from "@nomicfoundation/ignition-core";
import { keccak256, stringToBytes } from "viem";
import { NexusDirectory } from "./NexusDirectory.ts";

const timelockRole = (name: string) => keccak256(stringToBytes(name));

/**
 * A registry set with the NXS-DAO that is to govern it: the directory of registries, the governor, and the treasury's share of
 * NXS for the timelock that `NexusTimelock` deployed. The deployer keeps its roles, so that it can seat the first reviewers,
 * until it hands them over (`ignition/handOver.ts`).
 */
export const NexusDao = buildModule("NexusDao", (m) => {
  const directory = m.useModule(NexusDirectory);
  const { NexusToken } = directory;
  const TimelockController = m.contractAt("TimelockController", m.getParameter("timelock"));
  const governorArguments = [NexusToken, TimelockController, m.getParameter("settings")];
  const NexusGovernor = m.contract("NexusGovernor", governorArguments);
  for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE"]) {
    m.call(TimelockController, "grantRole", [timelockRole(role), NexusGovernor], { id: `governor_${role}` });
  }
  m.call(NexusToken, "transfer", [TimelockController, m.getParameter("treasury")], { id: "fund" });
  return { ...directory, NexusGovernor, TimelockController };
});
