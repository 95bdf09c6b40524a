import { buildModule } from "@nomicfoundation/ignition-core";

/**
 * A sovereign mirror: an attester that re-certifies by reference what `home` certifies, under an AccessManager of its own whose
 * admin is `dao` from the start: the deployer never holds a role. What isn't assigned to a role is the admin's, so nothing is.
 * Parameters: `certificationRegistry`, `home` (the attester that it refers to), `dao`.
 */
export const SovereignMirror = buildModule("SovereignMirror", (m) => {
  const AccessManager = m.contract("AccessManager", [m.getParameter("dao")]);
  const MirrorAttester = m.contract("MirrorAttester", [
    ...[AccessManager, m.getParameter("certificationRegistry"), m.getParameter("home")],
  ]);
  return { AccessManager, MirrorAttester };
});
