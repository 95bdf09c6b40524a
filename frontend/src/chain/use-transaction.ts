import { useCallback, useEffect, useReducer, useSyncExternalStore } from "react";
import { type Config, useConfig } from "wagmi";
import { getConnection, switchChain, writeContract } from "wagmi/actions";
import { useTracker } from "./context.tsx";
import { explainFailure } from "./failure.ts";
import { type ContractCall, simulateCall } from "./simulate.ts";
import { isBusy, nextTransaction, type TransactionEvent, type TransactionState } from "./transaction.ts";

export type { ContractCall } from "./simulate.ts";

export interface TransactionControl {
  readonly state: TransactionState;
  /** Simulates, asks the wallet, sends and follows; the outcome is in `state`. `label` says what it does, for people. */
  readonly send: (call: ContractCall, label: string) => Promise<void>;
  readonly reset: () => void;
}

/**
 * The life of one kind of transaction at one subject. It survives a reload: give the same `key` for the same action and
 * subject (such as `vote:<proposalId>`), and a pending transaction is found again.
 */
export function useTransaction(key: string): TransactionControl {
  const config = useConfig();
  const tracker = useTracker();
  const [state, dispatch] = useReducer(nextTransaction, { phase: "idle" });
  const pending = useSyncExternalStore(tracker.pending.subscribe, tracker.pending.read);
  const settled = useSyncExternalStore(tracker.settled.subscribe, tracker.settled.read);

  const kept = pending.find((transaction) => transaction.key === key)?.hash;
  useEffect(() => {
    if (kept !== undefined) dispatch({ type: "send", hash: kept });
  }, [kept]);

  const hash = state.phase === "pending" ? state.hash : undefined;
  const outcome = settled.find((transaction) => transaction.hash === hash)?.outcome;
  useEffect(() => {
    if (hash === undefined || outcome === undefined) return;
    if (outcome.phase === "mined") dispatch({ type: "mine", hash, block: outcome.block });
    if (outcome.phase === "reverted") dispatch({ type: "revert", hash, reason: outcome.reason });
    if (outcome.phase === "replaced") dispatch({ type: "replace", by: outcome.by, how: outcome.how });
    if (outcome.phase === "failed") dispatch({ type: "fail", reason: outcome.reason });
  }, [hash, outcome]);

  const busy = isBusy(state);
  const send = useCallback(
    async (call: ContractCall, label: string) => {
      if (busy) return;
      dispatch({ type: "start" });
      try {
        const sent = await sendCall(config, call, dispatch);
        tracker.track({ hash: sent, label, key, sentAt: Date.now() });
        dispatch({ type: "send", hash: sent });
      } catch (error) {
        dispatch(await eventOf(error));
      }
    },
    [busy, config, key, tracker],
  );
  const reset = useCallback(() => dispatch({ type: "reset" }), []);
  return { state, send, reset };
}

async function sendCall(config: Config, call: ContractCall, dispatch: (event: TransactionEvent) => void) {
  const chainId = config.chains[0].id;
  const connection = getConnection(config);
  if (connection.chainId !== chainId) {
    dispatch({ type: "switch" });
    await switchChain(config, { chainId });
  }
  const { request } = await simulateCall(config, call, connection.address);
  dispatch({ type: "simulated" });
  return writeContract(config, request);
}

async function eventOf(error: unknown): Promise<TransactionEvent> {
  const failure = await explainFailure(error);
  if (failure.kind === "declined") return { type: "decline" };
  return { type: failure.kind === "refused" ? "refuse" : "fail", reason: failure.reason };
}
