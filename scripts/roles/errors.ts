import { NxsError } from "@nexus/protocol";

/** The manager lets an account through that, by its events, doesn't hold the role. */
export class RoleContradictionError extends NxsError {
  readonly code = "ROLE_CONTRADICTION";

  constructor({ where, role, accounts }: { where: string; role: string; accounts: readonly string[] }) {
    super(
      `${accounts.join(", ")} may call ${where} without holding ${role} by the manager's events. Look at the function's role before trusting this deployment.`,
    );
  }
}

/** No deployment is recorded for the chain that the node serves. */
export class UnknownDeploymentError extends NxsError {
  readonly code = "UNKNOWN_DEPLOYMENT";

  constructor({ chainId, file }: { chainId: number; file: string }) {
    super(`Chain ${chainId} has no deployment in ${file}. Deploy first, or name the file with --deployment.`);
  }
}
