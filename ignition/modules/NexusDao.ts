import { roles } from "@nexus/protocol";
import { buildModule } from "@nomicfoundation/ignition-core";
import { keccak256, stringToBytes, zeroHash } from "viem";
import { daoRoles } from "../functionRoles.ts";
import { NexusRegistry } from "./NexusRegistry.ts";

const timelockRole = (name: string) => keccak256(stringToBytes(name));

/**
 * A registry set in the hands of the NXS-DAO: the governor, and the handover of every role and of the treasury's share of NXS to the
 * timelock that `NexusTimelock` deployed. The deployer keeps no role.
 */
export const NexusDao = buildModule("NexusDao", (m) => {
  const deployer = m.getAccount(0);
  const registry = m.useModule(NexusRegistry);
  const { AccessManager, NexusToken } = registry;
  const TimelockController = m.contractAt("TimelockController", m.getParameter("timelock"));
  const governorArguments = [NexusToken, TimelockController, m.getParameter("settings")];
  const NexusGovernor = m.contract("NexusGovernor", governorArguments);

  const proposing = ["PROPOSER_ROLE", "CANCELLER_ROLE"].map((role) =>
    m.call(TimelockController, "grantRole", [timelockRole(role), NexusGovernor], { id: `governor_${role}` }),
  );
  const handedOver = [...daoRoles, "ADMIN_ROLE"] as const;
  const executionDelay = m.getParameter("executionDelay");
  const grants = handedOver.map((role) => {
    const grant = [roles[role], TimelockController, executionDelay];
    return m.encodeFunctionCall(AccessManager, "grantRole", grant, { id: `grant_${role}` });
  });
  const renunciations = handedOver.map((role) =>
    m.encodeFunctionCall(AccessManager, "renounceRole", [roles[role], deployer], { id: `renounce_${role}` }),
  );
  // One call, once everything is wired: the manager never stands without an admin.
  const handover = m.call(AccessManager, "multicall", [[...grants, ...renunciations]], {
    id: "handover",
    after: [NexusRegistry, ...proposing],
  });
  m.call(TimelockController, "renounceRole", [zeroHash, deployer], { id: "timelock", after: [handover] });
  m.call(NexusToken, "transfer", [TimelockController, m.getParameter("treasury")], { id: "fund" });
  return { ...registry, NexusGovernor, TimelockController };
});
