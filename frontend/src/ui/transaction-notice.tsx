import type { TransactionState } from "../chain/transaction.ts";
import { CopyableHash } from "./hash.tsx";
import { Note } from "./states.tsx";

const WORDS = {
  switching: "Your wallet is asked to switch to this page's chain.",
  simulating: "Checking with the chain whether this would pass.",
  signing: "Confirm in your wallet. Nothing is sent before you do.",
} as const;

/** Where a transaction stands, in words; nothing while it is idle. */
export function TransactionNotice({
  state,
  txLink,
}: {
  state: TransactionState;
  txLink?: (hash: string) => string | undefined;
}) {
  const link = (hash: string) => <CopyableHash value={hash} label="transaction hash" href={txLink?.(hash)} />;
  return (
    <div aria-live="polite" className="min-w-0">
      {notice(state, link)}
    </div>
  );
}

function notice(state: TransactionState, link: (hash: string) => React.ReactNode) {
  switch (state.phase) {
    case "idle":
      return null;
    case "switching":
    case "simulating":
    case "signing":
      return <Note>{WORDS[state.phase]}</Note>;
    case "declined":
      return <Note>You declined in your wallet. Nothing was sent; you can try again whenever you like.</Note>;
    case "refused":
      return <Note tone="warn">This would be refused, so nothing was sent. {state.reason}</Note>;
    case "failed":
      return <Note tone="bad">{state.reason}</Note>;
    case "pending":
      return <Note>Sent, waiting for a block. You may leave this page. {link(state.hash)}</Note>;
    case "mined":
      return (
        <Note tone="good">
          Done, in block {state.block.toString()}. {link(state.hash)}
        </Note>
      );
    case "reverted":
      return (
        <Note tone="bad">
          Mined, but it reverted and changed nothing. {state.reason} {link(state.hash)}
        </Note>
      );
    case "replaced":
      return (
        <Note tone="warn">
          {state.how === "cancelled"
            ? "You cancelled it in your wallet."
            : "Your wallet replaced it with another transaction."}{" "}
          {link(state.by)}
        </Note>
      );
  }
}
