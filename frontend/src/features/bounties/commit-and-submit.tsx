import { commitmentMessage, commitmentSalt, submissionCommitment } from "@nexus/protocol";
import { type Address, type Hex, zeroAddress } from "viem";
import { useReadContract } from "wagmi";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { useMessageSignature } from "../../chain/use-message-signature.ts";
import { useRuntime } from "../../config/context.tsx";
import { Button } from "../../ui/button.tsx";
import { Note, Skeleton } from "../../ui/states.tsx";
import { useEscrow } from "./escrow.ts";
import type { AnsweringVersion } from "./queries.ts";

/** The commitment to a version's artifact and, once it is on chain, the submission. The salt is a signature, so nothing is kept. */
export function CommitAndSubmit({
  bountyId,
  version,
  publisher,
}: {
  bountyId: bigint;
  version: AnsweringVersion;
  publisher: Address;
}) {
  const { chainId } = useRuntime();
  const escrow = useEscrow();
  const { artifactDigest } = version;
  const message = commitmentMessage({ chainId, escrow: escrow.address, artifactDigest });
  const { signature, reason, asking, sign } = useMessageSignature(message);
  if (signature === undefined) {
    return (
      <>
        <Button busy={asking} onClick={() => void sign()}>
          Sign your commitment
        </Button>
        {reason ? <Note tone="bad">{reason}</Note> : null}
      </>
    );
  }
  const salt = commitmentSalt(signature);
  const commitment = submissionCommitment({ account: publisher, artifactDigest, salt });
  return <CommittedSubmission bountyId={bountyId} version={version} salt={salt} commitment={commitment} />;
}

function CommittedSubmission({
  bountyId,
  version,
  salt,
  commitment,
}: {
  bountyId: bigint;
  version: AnsweringVersion;
  salt: Hex;
  commitment: Hex;
}) {
  const escrow = useEscrow();
  const { data } = useReadContract({
    ...escrow,
    functionName: "commitment",
    args: [commitment],
    query: { refetchInterval: 2_000 },
  });
  if (data === undefined) return <Skeleton lines={1} label="Looking for your commitment" />;
  // Keys, so that a press meant for the one button never lands on the other.
  if (data.committedAt === 0) {
    return (
      <TransactionButton
        key="commit"
        action={`commit:${commitment}`}
        call={{ ...escrow, functionName: "commitSubmission", args: [commitment] }}
        label={`Commit to ${version.name} ${version.semver}`}
      >
        Commit to this version
      </TransactionButton>
    );
  }
  return (
    <TransactionButton
      key="submit"
      action={`submit-bounty:${bountyId}`}
      call={{ ...escrow, functionName: "submit", args: [bountyId, version.id, contentOf(version), salt] }}
      label={`Submit to bounty ${bountyId}`}
    >
      Submit to the bounty
    </TransactionButton>
  );
}

function contentOf({ manifestDigest, artifactDigest, clauseId, module }: AnsweringVersion) {
  return { manifestDigest, artifactDigest, clauseId, module: module ?? zeroAddress };
}
