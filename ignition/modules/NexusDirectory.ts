import { RegistryKind, roles } from "@nexus/protocol";
import { buildModule } from "@nomicfoundation/ignition-core";
import { zeroHash } from "viem";
import { homeRoles } from "../functionRoles.ts";
import { selectorsByRole } from "../selectors.ts";
import { NexusRegistry } from "./NexusRegistry.ts";

/** The directory of registries, with the home set as its first entry. Deploys as the AccessManager's admin. */
export const NexusDirectory = buildModule("NexusDirectory", (m) => {
  const registry = m.useModule(NexusRegistry);
  const { AccessManager, PluginRegistry, CertificationRegistry, ReviewBoard } = registry;
  const RegistryDirectory = m.contract("RegistryDirectory", [AccessManager]);
  const assignments = selectorsByRole("RegistryDirectory", homeRoles.RegistryDirectory).map(
    ({ role, selectors }) =>
      m.call(AccessManager, "setTargetFunctionRole", [RegistryDirectory, selectors, roles[role]], {
        id: `assign_${role}`,
        after: [NexusRegistry],
      }),
  );
  const contracts = {
    accessManager: AccessManager,
    pluginRegistry: PluginRegistry,
    certificationRegistry: CertificationRegistry,
    attester: ReviewBoard,
  };
  const home = [m.getParameter("home", "nexus"), RegistryKind.indexOf("Home"), zeroHash, contracts];
  m.call(RegistryDirectory, "list", home, { after: assignments });
  return { ...registry, RegistryDirectory };
});
