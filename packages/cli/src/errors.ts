import { type Fault, listFaults, NxsError } from "@nexus/protocol";
import type { Hex } from "viem";

/** Something must be signed and no account was named. */
export class AccountMissingError extends NxsError {
  readonly code = "ACCOUNT_MISSING";

  constructor() {
    super(
      "This command signs, and no account was named: pass --keystore <file>, or --account <name> on the development chain.",
    );
  }
}

/** No development account has that name or index. */
export class UnknownAccountError extends NxsError {
  readonly code = "UNKNOWN_ACCOUNT";
  readonly account: string;

  constructor({ account, names }: { account: string; names: readonly string[] }) {
    super(`--account "${account}" is no development account: use an index or one of ${names.join(", ")}.`);
    this.account = account;
  }
}

/** A development key was asked for on another chain than the local one. */
export class DevelopmentAccountRefusedError extends NxsError {
  readonly code = "DEVELOPMENT_ACCOUNT_REFUSED";
  readonly account: string;
  readonly chainId: number;

  constructor({ account, chainId, cause }: { account: string; chainId: number; cause?: unknown }) {
    super(
      `--account "${account}" is a publicly known development key and signs on chain 31337 only, but the node runs chain ${chainId}: use --keystore <file> (create one with "nexus account new").`,
      { cause },
    );
    this.account = account;
    this.chainId = chainId;
  }
}

/** The node doesn't answer. */
export class NodeUnreachableError extends NxsError {
  readonly code = "NODE_UNREACHABLE";
  readonly rpcUrl: string;

  constructor({ rpcUrl, cause }: { rpcUrl: string; cause?: unknown }) {
    super(`No node answers at ${rpcUrl}: start the local stack with "npm start", or pass --rpc-url.`, {
      cause,
    });
    this.rpcUrl = rpcUrl;
  }
}

/** The node answered with an error that isn't a contract's refusal. */
export class NodeError extends NxsError {
  readonly code = "NODE_ERROR";

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`The node refused the request: ${reason}`, { cause });
  }
}

/** A question to the index, and nobody said where it is. */
export class IndexMissingError extends NxsError {
  readonly code = "INDEX_MISSING";

  constructor() {
    super(
      'No index is known: pass --index <url>, or start the local stack with "npm start" and wait for its index.',
    );
  }
}

/** No deployment is known for the node's chain. */
export class DeploymentMissingError extends NxsError {
  readonly code = "DEPLOYMENT_MISSING";
  readonly chainId: number;

  constructor({ chainId }: { chainId: number }) {
    super(
      `No contracts are known on chain ${chainId}: pass --deployment <file>, or start the local stack with "npm start".`,
    );
    this.chainId = chainId;
  }
}

/** The node and the deployment are of different chains. */
export class DeploymentMismatchError extends NxsError {
  readonly code = "DEPLOYMENT_MISMATCH";
  readonly chainId: number;
  readonly deployment: number;

  constructor({ rpcUrl, chainId, deployment }: { rpcUrl: string; chainId: number; deployment: number }) {
    super(
      `The node at ${rpcUrl} runs chain ${chainId} and the deployment is of chain ${deployment}: pass the --rpc-url or --deployment that belong together.`,
    );
    this.chainId = chainId;
    this.deployment = deployment;
  }
}

/** A contract would refuse, or refused, a call; the message says why and what to do. */
export class ContractRefusalError extends NxsError {
  readonly code = "CONTRACT_REFUSED";
  /** Name of the contract's error, `Error` for a plain reason. */
  readonly refusal: string;
  readonly args: readonly unknown[];

  constructor({
    refusal,
    args,
    text,
    cause,
  }: { refusal: string; args: readonly unknown[]; text: string; cause?: unknown }) {
    super(`${text} (${refusal})`, { cause });
    this.refusal = refusal;
    this.args = args;
  }
}

/** A mined transaction reverted although its simulation passed: the chain changed in between. */
export class TransactionRevertedError extends NxsError {
  readonly code = "TRANSACTION_REVERTED";
  readonly hash: Hex;

  constructor({ hash }: { hash: Hex }) {
    super(
      `Transaction ${hash} was mined and reverted, though its simulation passed: look at the state and try again.`,
    );
    this.hash = hash;
  }
}

/** A transaction succeeded and its receipt lacks the event that it always emits. */
export class EventMissingError extends NxsError {
  readonly code = "EVENT_MISSING";

  constructor({ event, hash }: { event: string; hash: Hex }) {
    super(
      `Transaction ${hash} has no ${event} log: the deployment file doesn't name the contracts of this release.`,
    );
  }
}

/** An option or argument that can't be used. */
export class OptionError extends NxsError {
  readonly code = "INVALID_OPTION";
  readonly option: string;
  readonly value: string;

  constructor({ option, value, expected }: { option: string; value: string; expected: string }) {
    super(`${option} "${value}" can't be used: give ${expected}.`);
    this.option = option;
    this.value = value;
  }
}

/** Options that don't fit together, or one that is missing. */
export class UsageError extends NxsError {
  readonly code = "INVALID_USAGE";

  constructor({ rule }: { rule: string }) {
    super(rule);
  }
}

/** A file or directory that can't be read or written. */
export class FileError extends NxsError {
  readonly code = "FILE_UNUSABLE";
  readonly path: string;

  constructor({ path, purpose, cause }: { path: string; purpose: string; cause?: unknown }) {
    const reason = cause instanceof Error ? ` (${cause.message})` : "";
    super(`${path} can't be used as ${purpose}${reason}.`, { cause });
    this.path = path;
  }
}

/** A JSON file of the CLI's own that breaks its shape; all faults at once. */
export class FileFaultsError extends NxsError {
  readonly code = "FILE_FAULTS";
  readonly path: string;
  readonly faults: readonly Fault[];

  constructor({ path, purpose, faults }: { path: string; purpose: string; faults: readonly Fault[] }) {
    super(`${path} can't be used as ${purpose}. ${listFaults(faults)}`);
    this.path = path;
    this.faults = faults;
  }
}

/** A keystore that doesn't open. */
export class KeystoreError extends NxsError {
  readonly code = "KEYSTORE_LOCKED";
  readonly path: string;

  constructor({ path, reason, cause }: { path: string; reason: string; cause?: unknown }) {
    super(`Keystore ${path} doesn't open: ${reason}.`, { cause });
    this.path = path;
  }
}

/** A passphrase is needed and there is nobody to ask. */
export class PassphraseMissingError extends NxsError {
  readonly code = "PASSPHRASE_MISSING";

  constructor({ reason }: { reason: string }) {
    super(
      `No passphrase: ${reason}. Run it in a terminal, or name a file that holds it in NEXUS_PASSPHRASE_FILE.`,
    );
  }
}

/** Content must be added and there is only a gateway to read from. */
export class ContentReadOnlyError extends NxsError {
  readonly code = "CONTENT_READ_ONLY";

  constructor() {
    super(
      "This command adds files to IPFS, and no store to write to was named: pass --content-directory <directory>.",
    );
  }
}
