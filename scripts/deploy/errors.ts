import { NxsError } from "@nexus/protocol";

/** The deployer's key is one that everybody knows. */
export class DevelopmentKeyError extends NxsError {
  readonly code = "DEVELOPMENT_KEY";

  constructor({ account, chainId }: { account: string; chainId: number }) {
    super(
      `Account ${account} is a development account, whose key is public; chain ${chainId} isn't the development chain. Set NEXUS_DEPLOYER_KEY to a key of your own.`,
    );
  }
}

/** The node offers no account to deploy from. */
export class NoDeployerError extends NxsError {
  readonly code = "NO_DEPLOYER";

  constructor({ chainId }: { chainId: number }) {
    super(
      `The node of chain ${chainId} has no account to sign with. Set NEXUS_DEPLOYER_KEY to a funded key.`,
    );
  }
}

/** Ignition ended without every contract in place. */
export class DeploymentFailedError extends NxsError {
  readonly code = "DEPLOYMENT_FAILED";

  constructor({ chainId, reason }: { chainId: number; reason: string }) {
    super(`Deploying to chain ${chainId} failed: ${reason}`);
  }
}

/** The addresses on chain aren't the recorded ones. */
export class AddressMismatchError extends NxsError {
  readonly code = "ADDRESS_MISMATCH";

  constructor({ file, differences }: { file: string; differences: readonly string[] }) {
    super(
      `The deployed addresses differ from ${file}: ${differences.join("; ")}. Deploy to a chain without transactions, or, if the module changed, record the new addresses with --record and run npm run generate.`,
    );
  }
}

/** What is on chain isn't what the module and the compiler say. */
export class ReadBackError extends NxsError {
  readonly code = "READ_BACK";

  constructor({ chainId, faults }: { chainId: number; faults: readonly string[] }) {
    super(`The deployment on chain ${chainId} isn't as it should be: ${faults.join("; ")}.`);
  }
}

/** The account has no roles that it could hand over. */
export class NothingToHandOverError extends NxsError {
  readonly code = "NOTHING_TO_HAND_OVER";

  constructor({ chainId, account }: { chainId: number; account: string }) {
    super(
      `Account ${account} doesn't hold ADMIN_ROLE on chain ${chainId}: it has handed over already, or isn't the deployer. Read who holds what with npm run roles.`,
    );
  }
}

/** A mirror needs a name and an account of its own. */
export class MirrorOptionsError extends NxsError {
  readonly code = "MIRROR_OPTIONS";

  constructor({ name, dao }: { name: string | undefined; dao: string | undefined }) {
    super(
      `--mirror is ${name ?? "missing"} and --mirror-dao is ${dao ?? "missing"}: give a mirror's name and the address of the account or DAO that is to govern it.`,
    );
  }
}
