import { Chamber, DisputeKind, roles } from "@nexus/protocol";
import { buildModule, type IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { contractRoles, daoRoles, functionRoles } from "../functionRoles.ts";
import { selectorsByRole } from "../selectors.ts";

/** One of the two registries that nobody owns: deployed, or the one at the address that the parameter of its name gives. */
function ownerless(
  m: IgnitionModuleBuilder,
  name: "PluginRegistry" | "CertificationRegistry",
  shared: boolean,
) {
  return shared ? m.contractAt(name, m.getParameter(name)) : m.contract(name);
}

function registrySet(m: IgnitionModuleBuilder, shared: boolean) {
  const dao = m.getAccount(0);
  const AccessManager = m.contract("AccessManager", [dao]);
  const NexusToken = m.contract("NexusToken", [dao]);
  const PluginRegistry = ownerless(m, "PluginRegistry", shared);
  const CertificationRegistry = ownerless(m, "CertificationRegistry", shared);
  const ClauseRegistry = m.contract("ClauseRegistry", [AccessManager]);
  const CertificateToken = m.contract("CertificateToken", [AccessManager, CertificationRegistry]);
  const ExecutorRegistry = m.contract("ExecutorRegistry", [
    ...[AccessManager, NexusToken, m.getParameter("treasury", dao)],
    ...[m.getParameter("unbondingPeriod"), m.getParameter("minimumStake")],
  ]);
  const LicenceRegistry = m.contract("LicenceRegistry", [
    ...[AccessManager, NexusToken, PluginRegistry, m.getParameter("treasury", dao)],
    ...[m.getParameter("reviewersPool", dao), m.getParameter("shares")],
  ]);
  const ResultConsensus = m.contract("ResultConsensus", [
    ...[AccessManager, NexusToken, PluginRegistry, ClauseRegistry, CertificationRegistry],
    ...[LicenceRegistry, ExecutorRegistry, m.getParameter("rules")],
  ]);
  const BountyEscrow = m.contract("BountyEscrow", [
    ...[AccessManager, PluginRegistry, CertificationRegistry, ResultConsensus],
  ]);
  const ReviewFees = m.contract("ReviewFees", [
    ...[AccessManager, NexusToken, m.getParameter("treasury", dao), m.getParameter("fees")],
  ]);
  const libraries = Object.fromEntries(
    ["ReviewIntake", "ReviewRules", "SeatRolls"].map((name) => [name, m.library(name)]),
  );
  const ReviewBoard = m.contract(
    "ReviewBoard",
    [
      ...[AccessManager, PluginRegistry, ClauseRegistry, CertificationRegistry, CertificateToken],
      ...[ResultConsensus, BountyEscrow, ReviewFees, m.getParameter("termUnit"), m.getParameter("review")],
    ],
    { libraries },
  );
  const ReviewerSeatToken = m.contract("ReviewerSeatToken", [ReviewBoard]);
  const DisputeManager = m.contract("DisputeManager", [
    ...[AccessManager, NexusToken, m.getParameter("treasury", dao), m.getParameter("arbitrator", dao)],
    m.getParameter("disputes"),
  ]);
  const SecurityCouncil = m.contract("SecurityCouncil", [
    ...[AccessManager, ReviewBoard, m.getParameter("maximumSuspension"), m.getParameter("maximumMandate")],
  ]);

  const restricted = {
    ...{ BountyEscrow, CertificateToken, ClauseRegistry, DisputeManager, ExecutorRegistry },
    ...{ LicenceRegistry, ResultConsensus, ReviewBoard, ReviewFees, SecurityCouncil },
  };
  const assignments = Object.entries(functionRoles).flatMap(([name, byFunction]) =>
    selectorsByRole(name, byFunction).map(({ role, selectors }) =>
      m.encodeFunctionCall(
        AccessManager,
        "setTargetFunctionRole",
        [restricted[name as keyof typeof functionRoles], selectors, roles[role]],
        { id: `assign_${name}_${role}` },
      ),
    ),
  );
  const grants = daoRoles.map((role) =>
    m.encodeFunctionCall(AccessManager, "grantRole", [roles[role], dao, 0], { id: `grant_${role}` }),
  );
  const holders = { DisputeManager, ResultConsensus, SecurityCouncil };
  const contractGrants = Object.entries(contractRoles).map(([role, holder]) =>
    m.encodeFunctionCall(
      AccessManager,
      "grantRole",
      [roles[role as keyof typeof contractRoles], holders[holder], 0],
      { id: `grant_${role}` },
    ),
  );
  const access = m.call(AccessManager, "multicall", [[...assignments, ...grants, ...contractGrants]]);

  m.call(CertificateToken, "setBoard", [ReviewBoard], { after: [access] });
  m.call(ReviewFees, "setBoard", [ReviewBoard], { after: [access] });
  const disputed = {
    Review: ReviewBoard,
    Appeal: ReviewBoard,
    Certificate: ReviewBoard,
    Bounty: BountyEscrow,
  };
  for (const [index, kind] of DisputeKind.entries()) {
    const target = [index, disputed[kind]];
    m.call(DisputeManager, "setTarget", target, { id: `disputes_${kind}`, after: [access] });
  }
  m.call(ResultConsensus, "setAttester", [ReviewBoard], { after: [access] });
  const council = [m.getParameter("council", dao)];
  m.call(SecurityCouncil, "appoint", [council, m.getParameter("mandate")], { after: [access] });
  for (const [index, chamber] of Chamber.entries()) {
    const rules = m.getParameter(`rules${chamber}`);
    m.call(ReviewBoard, "setChamberRules", [index, rules], { id: `rules_${chamber}`, after: [access] });
  }
  return {
    ...{ AccessManager, BountyEscrow, CertificateToken, CertificationRegistry, ClauseRegistry },
    ...{ DisputeManager, ExecutorRegistry, LicenceRegistry, NexusToken, PluginRegistry, ResultConsensus },
    ...{ ReviewBoard, ReviewFees, ReviewerSeatToken, SecurityCouncil },
  };
}

/**
 * One DAO's whole set of contracts, wired. The deployer becomes the AccessManager's admin, the holder of every steward's role
 * and, unless `treasury`, `reviewersPool`, `arbitrator` and `council` name other accounts, what is paid to the first two, the
 * arbitrator of disputes and the one member of the security council. Its parameters come from `moduleParameters`.
 */
export const NexusRegistry = buildModule("NexusRegistry", (m) => registrySet(m, false));

/**
 * The set of a domain's DAO, such as ClimateDAO or FinanceDAO: the same contracts with a board, roles and parameters of its own.
 * Publishing and certifying are shared, so that versions have one id and consumers count attesters across DAOs: the parameters
 * `PluginRegistry` and `CertificationRegistry` are the addresses of the home's. The rest come from `domainDaoParameters`.
 */
export const DomainDao = buildModule("DomainDao", (m) => registrySet(m, true));
