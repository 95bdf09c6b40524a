import {
  BountyState,
  type CertificationStatus,
  Chamber,
  ClauseType,
  LicenceTier,
  Signal,
  TaskKind,
} from "@nexus/protocol";
import { getAddress, type Hex } from "viem";
import { z } from "zod";

// What the index answers, as this package's callers get it: amounts as bigint, times and blocks as numbers, addresses with
// their checksums.

const hex = z.custom<Hex>(
  (value) => typeof value === "string" && /^0x([0-9a-f]{2})*$/.test(value),
  "must be hex",
);
const address = z.string().transform((value) => getAddress(value));
const amount = z.string().transform((value) => BigInt(value));
const whole = z.string().transform((value) => Number(value));

const receipt = z.object({
  resultDigest: hex,
  signal: z.enum(Signal),
  receiptDigest: hex,
  receiptCid: z.string(),
  at: whole,
  block: whole,
  tx: hex,
});

const executor = z
  .object({
    executor: z.object({ id: address, region: z.string() }),
    affiliation: whole,
    commitment: hex,
    at: whole,
    block: whole,
    tx: hex,
    receipt: receipt.nullable(),
  })
  .transform(({ executor: { id, region }, ...rest }) => ({ address: id, region, ...rest }));

const event = z
  .object({
    id: hex,
    sourceAccount: address,
    inputDigest: hex,
    inputCid: z.string(),
    occurredAt: whole,
    sourceEventId: hex,
    recordedAt: whole,
    block: whole,
    tx: hex,
    clause: z.object({
      id: hex,
      uuid: z.string(),
      digest: hex,
      clauseType: z.enum(ClauseType),
      jurisdiction: z.string(),
    }),
  })
  .transform(({ id, sourceAccount, ...rest }) => ({ eventId: id, source: sourceAccount, ...rest }));

const review = z.object({
  id: amount,
  round: z.int(),
  submittedTx: hex,
  executedTx: hex.nullable(),
  audit: z.object({ id: hex, signal: z.enum(Signal), resultDigest: hex.nullable(), endedTx: hex.nullable() }),
  chambers: z.array(
    z.object({
      chamber: z.enum(Chamber),
      forVotes: z.int(),
      againstVotes: z.int(),
      abstainVotes: z.int(),
      total: z.int(),
      passes: z.boolean(),
    }),
  ),
});

const certification = z.object({
  attester: address,
  issuedAt: whole,
  expiresAt: whole,
  suspendedUntil: whole,
  revokedAt: whole,
  revokedForCause: z.boolean(),
  issuedTx: hex,
  review: review.nullable(),
});

const credential = z
  .object({ tokenId: amount, holder: z.object({ id: address }), locked: z.boolean(), mintedTx: hex })
  .transform(({ holder, ...rest }) => ({ holder: holder.id, ...rest }));

const payout = z.object({ claimant: address, amount, at: whole, tx: hex });

const bounty = z
  .object({
    id: amount,
    state: z.enum(BountyState),
    asset: address.nullable(),
    contributed: amount,
    claimant: address.nullable(),
    paid: amount,
    payouts: z.array(payout),
  })
  .transform(({ id, ...rest }) => ({ bountyId: id, ...rest }));

const version = z
  .object({
    id: hex,
    name: z.string(),
    semver: z.string(),
    publisher: z.object({ id: address }),
    licence: z.enum(LicenceTier),
    yanked: z.boolean(),
    manifestDigest: hex,
    manifestCid: z.string(),
    artifactDigest: hex,
    publishedAt: whole,
    publishedTx: hex,
    manifest: z
      .object({
        pluginClass: z.string(),
        description: z.string(),
        tags: z.array(z.string()),
        risk: z.array(z.string()),
      })
      .nullable(),
    certification: certification.nullable(),
    credential: credential.nullable(),
    bounties: z.array(bounty),
  })
  .transform(({ id, publisher, ...rest }) => ({ versionId: id, publisher: publisher.id, ...rest }));

const reward = z.object({ account: address, amount, refund: z.boolean(), tx: hex });

const slash = z
  .object({ executor: z.object({ id: address }), amount, tx: hex })
  .transform(({ executor: slashed, ...rest }) => ({ executor: slashed.id, ...rest }));

const task = z.object({
  id: hex,
  kind: z.enum(TaskKind),
  stage: z.enum(["Open", "Settled", "Failed"]),
  requester: address,
  quorum: z.int(),
  panel: z.int(),
  reward: amount,
  commitDeadline: whole,
  revealDeadline: whole,
  agreed: z.int(),
  signal: z.enum(Signal),
  resultDigest: hex.nullable(),
  createdAt: whole,
  createdBlock: whole,
  createdTx: hex,
  endedAt: whole.nullable(),
  endedBlock: whole.nullable(),
  endedTx: hex.nullable(),
  event: event.nullable(),
  version,
  commitments: z.array(executor),
  rewards: z.array(reward),
  slashes: z.array(slash),
});

/** The answer to `TRACE_RUN`; `runTask` is null if the index has no such task. */
export const traceAnswer = z.object({
  _meta: z.object({
    block: z.object({ number: z.int(), timestamp: z.int().nullable() }),
    hasIndexingErrors: z.boolean(),
  }),
  runTask: task.nullable(),
});

export type TaskAnswer = z.infer<typeof task>;
export type TraceEvent = z.infer<typeof event>;
export type TraceReceipt = z.infer<typeof receipt>;
export type TraceReview = z.infer<typeof review>;
export type TraceCredential = z.infer<typeof credential>;
export type TraceBounty = z.infer<typeof bounty>;

/** `status` is what the registry says at the time of the index's block. */
export type TraceCertification = z.infer<typeof certification> & { readonly status: CertificationStatus };

export type TraceVersion = Omit<z.infer<typeof version>, "certification"> & {
  readonly certification: TraceCertification | null;
};

/** `agrees`: its revealed result is the settled one; false until both are there. */
export type TraceExecutor = z.infer<typeof executor> & { readonly agrees: boolean };

/**
 * The whole way of a run: event → task → executors → receipts → result → version → certification, credential and bounties.
 * Amounts in the token's smallest unit, of bounties in their asset's; times in Unix seconds.
 */
export interface Trace extends Omit<TaskAnswer, "id" | "commitments" | "version"> {
  readonly taskId: Hex;
  /** In the order of their commitments. */
  readonly executors: readonly TraceExecutor[];
  readonly version: TraceVersion;
  /** Settled, and the version's certification wasn't revoked for cause since. */
  readonly valid: boolean;
  /** The block that all of this was read at. */
  readonly asOf: { readonly block: number; readonly timestamp: number };
}
