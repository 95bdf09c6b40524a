/** Events that the index leaves out on purpose, with the reason. Every other event of every contract has a handler. */
const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AccessManager: {
    OperationCanceled: "scheduled operations are read from the manager, by who schedules them",
    OperationExecuted: "scheduled operations are read from the manager, by who schedules them",
    OperationScheduled: "scheduled operations are read from the manager, by who schedules them",
    RoleAdminChanged: "who may grant a role is read from the manager; who holds it is indexed",
    RoleGrantDelayChanged: "delays are read from the manager",
    RoleGuardianChanged: "guardians are read from the manager",
    RoleLabel: "labels repeat the names that contracts/access/Roles.sol gives",
    TargetAdminDelayUpdated: "delays are read from the manager",
    TargetClosed: "whether a target is closed is read from the manager",
    TargetFunctionRoleUpdated:
      "which role a function needs is fixed by the deployment and read from the manager",
  },
  BountyEscrow: {
    SubmissionCommitted: "a commitment hides its artifact until its author opens it, and that is indexed",
  },
  CertificateToken: {
    Approval: "a credential never moves, so approvals revert",
    ApprovalForAll: "a credential never moves, so approvals revert",
    BatchMetadataUpdate: "part of ERC-4906; never emitted",
    Unlocked: "part of ERC-5192; never emitted",
  },
  CertificationRegistry: {
    NewTrustedAttesters: "whom an account trusts is its own matter, and read from the registry",
  },
  ClauseRegistry: { EIP712DomainChanged: "part of ERC-5267; never emitted" },
  NexusGovernor: { EIP712DomainChanged: "part of ERC-5267; never emitted" },
  NexusToken: {
    Approval: "allowances are read from the token",
    DelegateChanged: "voting weight is read from the token",
    DelegateVotesChanged: "voting weight is read from the token",
    EIP712DomainChanged: "part of ERC-5267; never emitted",
    Transfer: "balances are read from the token; stake, rewards and slashes are indexed where they happen",
  },
  PluginRegistry: { EIP712DomainChanged: "part of ERC-5267; never emitted" },
  ReviewBoard: {
    EIP712DomainChanged: "part of ERC-5267; never emitted",
    ProposalQueued: "part of Governor; a passed review is queued by time alone",
  },
  ReviewerSeatToken: {
    Approval: "a seat never moves, so approvals revert",
    ApprovalForAll: "a seat never moves, so approvals revert",
    Locked: "seats are indexed from the board, whose they are",
    Transfer: "seats are indexed from the board, whose they are",
    Unlocked: "part of ERC-5192; never emitted",
  },
  TimelockController: {
    CallExecuted: "the governor tells which proposal was executed, and its calls",
    CallSalt: "part of an operation's id, which the governor keeps for its proposals",
    CallScheduled: "the governor tells which proposal was queued, and its calls",
    Cancelled: "the governor tells which proposal was canceled",
    RoleAdminChanged: "who may grant a role of the timelock is fixed by its constructor",
    RoleGranted: "roles of the timelock are the governor's from the deployment on, and read from the chain",
    RoleRevoked: "roles of the timelock are the governor's from the deployment on, and read from the chain",
  },
};

export function isIndexed(contract: string, event: string): boolean {
  return LEFT_OUT[contract]?.[event] === undefined;
}

/** Throws when an event is left out that its contract doesn't have, so that no reason outlives its event. */
export function requireSoundChoice(events: ReadonlyMap<string, readonly string[]>): void {
  for (const [contract, reasons] of Object.entries(LEFT_OUT)) {
    const gone = Object.keys(reasons).filter((event) => !events.get(contract)?.includes(event));
    if (gone.length > 0)
      throw new Error(`subgraph-events.ts leaves out ${gone.join(", ")}, which ${contract} doesn't have.`);
  }
}
