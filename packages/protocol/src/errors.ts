import type { Address, Hex } from "viem";

/** One fault of a document: a JSONPath (RFC 9535, `$` is the whole document) and a sentence. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/**
 * Base of every error this project throws. A subclass stands for one fault: it makes its message from named data, which it
 * also carries as fields, and has a `code` that never changes.
 */
export abstract class NxsError extends Error {
  abstract readonly code: string;

  protected constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Faults as one line of text: "path: message; path: message". */
export function listFaults(faults: readonly Fault[]): string {
  return faults.map(({ path, message }) => `${path}: ${message}`).join("; ");
}

/** A document breaks its rules; `faults` has all of them. */
export abstract class InvalidDocumentError extends NxsError {
  readonly faults: readonly Fault[];

  protected constructor(document: string, faults: readonly Fault[]) {
    super(
      `The ${document} has ${faults.length} fault${faults.length === 1 ? "" : "s"}. ${listFaults(faults)}`,
    );
    this.faults = faults;
  }
}

/** Bytes or a value that RFC 8785 and I-JSON don't allow. */
export class NotCanonicalError extends InvalidDocumentError {
  readonly code = "NOT_CANONICAL";

  constructor({ faults }: { faults: readonly Fault[] }) {
    super("JSON", faults);
  }
}

/** A version that the chain can't hold. */
export class InvalidVersionError extends NxsError {
  readonly code = "INVALID_VERSION";
  readonly version: string;

  constructor({ version }: { version: string }) {
    super(
      `Version "${version}" isn't major.minor.patch with each part from 0 to 4294967295; pre-releases and build labels stay off chain.`,
    );
    this.version = version;
  }
}

/** A string that isn't the CID of one raw sha2-256 block. */
export class InvalidCidError extends NxsError {
  readonly code = "INVALID_CID";
  readonly cid: string;
  readonly reason: string;

  constructor({ cid, reason, cause }: { cid: string; reason: string; cause?: unknown }) {
    super(`CID "${cid}" can't be used: ${reason}.`, { cause });
    this.cid = cid;
    this.reason = reason;
  }
}

/** A digest that isn't 32 bytes. */
export class InvalidDigestError extends NxsError {
  readonly code = "INVALID_DIGEST";
  readonly digest: string;

  constructor({ digest }: { digest: string }) {
    super(`Digest "${digest}" isn't 0x and 64 lower-case hex digits (32 bytes of sha2-256).`);
    this.digest = digest;
  }
}

/** A development account or setting was asked for on a chain other than the local one. */
export class NotDevelopmentChainError extends NxsError {
  readonly code = "NOT_DEVELOPMENT_CHAIN";
  readonly chainId: number;
  readonly expected: number;

  constructor({ chainId, expected }: { chainId: number; expected: number }) {
    super(
      `Chain ${chainId} isn't the development chain ${expected}: development accounts are public knowledge and are refused here. Use a keystore.`,
    );
    this.chainId = chainId;
    this.expected = expected;
  }
}

/** A string that isn't a UUID. */
export class InvalidUuidError extends NxsError {
  readonly code = "INVALID_UUID";
  readonly uuid: string;

  constructor({ uuid }: { uuid: string }) {
    super(
      `"${uuid}" isn't a UUID: write it like 815acd6b-9164-5ca3-a0c1-8dd0ecfbb9d8, or as 0x and 32 lower-case hex digits.`,
    );
    this.uuid = uuid;
  }
}

/** A manifest breaks its rules. */
export class InvalidManifestError extends InvalidDocumentError {
  readonly code = "INVALID_MANIFEST";

  constructor({ faults }: { faults: readonly Fault[] }) {
    super("manifest", faults);
  }
}

/** A policy breaks its rules. */
export class InvalidPolicyError extends InvalidDocumentError {
  readonly code = "INVALID_POLICY";

  constructor({ faults }: { faults: readonly Fault[] }) {
    super("policy", faults);
  }
}

/** A result record breaks its rules. */
export class InvalidRecordError extends InvalidDocumentError {
  readonly code = "INVALID_RECORD";

  constructor({ faults }: { faults: readonly Fault[] }) {
    super("result record", faults);
  }
}

/** A receipt file breaks its rules. */
export class InvalidReceiptError extends InvalidDocumentError {
  readonly code = "INVALID_RECEIPT";

  constructor({ faults }: { faults: readonly Fault[] }) {
    super("receipt", faults);
  }
}

/** A transcript of host calls breaks its rules. */
export class InvalidTranscriptError extends InvalidDocumentError {
  readonly code = "INVALID_TRANSCRIPT";

  constructor({ faults }: { faults: readonly Fault[] }) {
    super("transcript", faults);
  }
}

/** Failing criteria and support don't fit. */
export class CriteriaError extends NxsError {
  readonly code = "INVALID_CRITERIA";

  constructor({ support, criteria }: { support: string; criteria: readonly string[] }) {
    super(
      support === "against"
        ? "An Against vote names what fails: give as criteria one or more of security, clause, performance."
        : `Criteria and reports (here ${criteria.join(", ") || "a report"}) go with Against only: a vote ${support === "for" ? "for a version affirms all three criteria" : "to abstain judges none"}.`,
    );
  }
}

/** A signed ballot belongs to another chain, board or proposal. */
export class BallotElsewhereError extends NxsError {
  readonly code = "BALLOT_ELSEWHERE";

  constructor({
    voter,
    field,
    value,
    expected,
  }: { voter: Address; field: string; value: string; expected: string }) {
    super(
      `The ballot of ${voter} is for ${field} ${value}, not ${expected}: have it signed again for this review.`,
    );
  }
}

/** A ballot's signature isn't its voter's, or the ballot was changed after signing. */
export class BallotSignatureError extends NxsError {
  readonly code = "BALLOT_SIGNATURE";
  readonly voter: Address;

  constructor({ voter }: { voter: Address }) {
    super(
      `The signature isn't that of ${voter} over this ballot: it was changed after signing, or signed by another key. Have it signed again.`,
    );
    this.voter = voter;
  }
}

/** An artifact whose bytes aren't those that the chain names. */
export class ArtifactMismatchError extends NxsError {
  readonly code = "ARTIFACT_MISMATCH";

  constructor({ cid, digest, expected }: { cid: string; digest: Hex; expected: Hex }) {
    super(
      `The artifact ${cid} has digest ${digest}, and the chain says ${expected}: it was swapped. Don't run it.`,
    );
  }
}
