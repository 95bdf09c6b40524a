import { buildModule } from "@nomicfoundation/ignition-core";
import { zeroAddress } from "viem";

/**
 * The timelock through which the NXS-DAO acts. It comes first, so that the registry set can name it as its treasury. Anyone
 * may execute what has waited; until `NexusDao` hands over, the deployer administers it and nobody may propose.
 */
export const NexusTimelock = buildModule("NexusTimelock", (m) => {
  const delay = m.getParameter("delay");
  const TimelockController = m.contract("TimelockController", [delay, [], [zeroAddress], m.getAccount(0)]);
  return { TimelockController };
});
