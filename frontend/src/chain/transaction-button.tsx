import { type ReactNode, useEffect, useRef } from "react";
import { useConnection } from "wagmi";
import { useRuntime } from "../config/context.tsx";
import { Button, type ButtonLook } from "../ui/button.tsx";
import { TransactionNotice } from "../ui/transaction-notice.tsx";
import { explorerLink } from "./chain.ts";
import { isBusy, type TransactionState } from "./transaction.ts";
import { useRefusal } from "./use-refusal.ts";
import { type ContractCall, useTransaction } from "./use-transaction.ts";

const ASKING_TO_CONNECT = "Connect a wallet first.";

/**
 * A button for one call of a contract: simulated before anybody signs, disabled with the chain's own reason while it would be
 * refused, followed to its end below. A press before the first simulation is over isn't lost: sending simulates too.
 */
export function TransactionButton({
  action,
  call,
  label,
  blocked,
  look = "primary",
  onMined,
  children,
}: {
  /** Names the action and its subject, such as `vote:7`; a pending transaction is found again by it. */
  action: string;
  /** `undefined` while something that it needs is missing; `blocked` then says what. */
  call: ContractCall | undefined;
  /** What it does, for the list of transactions. */
  label: string;
  /** Why it can't be used, known without asking the chain. */
  blocked?: string | undefined;
  look?: ButtonLook;
  onMined?: () => void;
  children: ReactNode;
}) {
  const config = useRuntime();
  const { isConnected } = useConnection();
  const { state, send } = useTransaction(action);
  const busy = isBusy(state);
  const refusal = useRefusal(blocked === undefined && !busy ? call : undefined);
  useOnceMined(state, onMined);
  const reason = busy ? undefined : isConnected ? (blocked ?? refusal) : ASKING_TO_CONNECT;
  return (
    <div className="flex min-w-0 flex-col items-start gap-3">
      <Button
        look={look}
        busy={busy}
        disabledReason={reason}
        onClick={() => {
          if (call !== undefined && reason === undefined) void send(call, label);
        }}
      >
        {children}
      </Button>
      <TransactionNotice state={state} txLink={(hash) => explorerLink(config, "tx", hash)} />
    </div>
  );
}

/** Calls back once for each mined transaction. */
function useOnceMined(state: TransactionState, onMined: (() => void) | undefined): void {
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (state.phase !== "mined" || told.current === state.hash) return;
    told.current = state.hash;
    onMined?.();
  }, [state, onMined]);
}
