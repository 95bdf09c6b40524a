import { roles } from "@nexus/protocol";
import { buildModule } from "@nomicfoundation/ignition-core";
import { toFunctionSelector } from "viem";
import { licenceRoles } from "../functionRoles.ts";
import { NexusRegistry } from "./NexusRegistry.ts";

const setIssuer = toFunctionSelector("setIssuer(address,bool)");

/**
 * The licences of a registry set, beside it: `ResultConsensus` doesn't ask them yet. Deploys as the AccessManager's admin, so before
 * `NexusDao` hands over.
 */
export const NexusLicences = buildModule("NexusLicences", (m) => {
  const { AccessManager, NexusToken, PluginRegistry } = m.useModule(NexusRegistry);
  const payees = [m.getParameter("treasury"), m.getParameter("reviewersPool")];
  const LicenceRegistry = m.contract("LicenceRegistry", [
    ...[AccessManager, NexusToken, PluginRegistry, ...payees, m.getParameter("shares")],
  ]);
  const role = roles[licenceRoles.LicenceRegistry.setIssuer];
  m.call(AccessManager, "setTargetFunctionRole", [LicenceRegistry, [setIssuer], role], {
    id: "assign_setIssuer",
  });
  return { LicenceRegistry };
});
