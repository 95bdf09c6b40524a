import { criteriaOfMask, type SignedBallot, typedDataOfBallot, type UnsignedBallot } from "@nexus/protocol";
import type { ReactNode } from "react";
import { hexToNumber, sliceHex, type TypedDataDefinition } from "viem";
import { Account } from "../../chain/account.tsx";
import type { useSignature } from "../../chain/use-signature.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { Note } from "../../ui/states.tsx";
import { criterionWords } from "./votes-list.tsx";

/** Bravo's support values, for people. */
export const SUPPORT_NAMES = ["Against", "For", "Abstain"] as const;

/** The failing criteria that a ballot's params name. */
export function criteriaOf({ params }: Pick<UnsignedBallot, "params">): string {
  return params === "0x" ? "" : criterionWords(criteriaOfMask(hexToNumber(sliceHex(params, 0, 32))));
}

/** Shows a ballot in plain words before the wallet is asked to sign it. */
export function BallotDialog({
  open,
  onClose,
  ballot,
  name,
  signature,
  onSigned,
}: {
  open: boolean;
  onClose: () => void;
  ballot: UnsignedBallot;
  name: string;
  signature: ReturnType<typeof useSignature>;
  onSigned: (ballot: SignedBallot) => Promise<void>;
}) {
  const sign = async () => {
    const signed = await signature.sign(typedDataOfBallot(ballot) as TypedDataDefinition);
    if (signed !== undefined) await onSigned({ ...ballot, signature: signed });
  };
  const { state } = signature;
  return (
    <Dialog title="What you are about to sign" open={open} onClose={onClose}>
      <Facts items={ballotFacts(ballot, name)} />
      <p className="mt-4 text-sm text-quiet">
        Signing costs nothing and sends nothing. Whoever has the signed ballot may relay it until the vote
        ends, and it can't be taken back then.
      </p>
      <div aria-live="polite" className="mt-4 empty:hidden">
        {state.phase === "asking" ? <Note>Confirm in your wallet.</Note> : null}
        {state.phase === "declined" ? (
          <Note>You declined in your wallet. Nothing was signed; you can try again.</Note>
        ) : null}
        {state.phase === "failed" ? <Note tone="bad">{state.reason}</Note> : null}
      </div>
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>Not now</Button>
        <Button look="primary" busy={state.phase === "asking"} onClick={() => void sign()}>
          Sign this ballot
        </Button>
      </div>
    </Dialog>
  );
}

function ballotFacts(ballot: UnsignedBallot, name: string): [string, ReactNode][] {
  const { voter, support, reason, proposalId, board, chainId } = ballot;
  const fails = criteriaOf(ballot);
  return [
    ["You", <Account key="voter" address={voter} />],
    ["vote", <strong key="support">{SUPPORT_NAMES[support]}</strong>],
    ["on certifying", name],
    ...(fails ? [["because it fails", fails] as [string, ReactNode]] : []),
    ...(reason ? [["and say", reason] as [string, ReactNode]] : []),
    ["Review", <CopyableHash key="review" value={String(proposalId)} label="review's number" />],
    ["Board", <CopyableHash key="board" value={board} label="board's address" />],
    ["Chain", String(chainId)],
  ];
}
