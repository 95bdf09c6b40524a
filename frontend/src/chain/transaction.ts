import type { Hex } from "viem";

/** Where one transaction stands, from asking to the chain's answer. */
export type TransactionState =
  | { readonly phase: "idle" }
  | { readonly phase: "switching" }
  | { readonly phase: "simulating" }
  | { readonly phase: "refused"; readonly reason: string }
  | { readonly phase: "signing" }
  | { readonly phase: "declined" }
  | { readonly phase: "failed"; readonly reason: string }
  | { readonly phase: "pending"; readonly hash: Hex }
  | { readonly phase: "mined"; readonly hash: Hex; readonly block: bigint }
  | { readonly phase: "reverted"; readonly hash: Hex; readonly reason: string }
  | {
      readonly phase: "replaced";
      readonly hash: Hex;
      readonly by: Hex;
      readonly how: "cancelled" | "replaced";
    };

/** What can happen to a transaction. */
export type TransactionEvent =
  | { readonly type: "start" }
  | { readonly type: "switch" }
  | { readonly type: "simulated" }
  | { readonly type: "refuse"; readonly reason: string }
  | { readonly type: "decline" }
  | { readonly type: "fail"; readonly reason: string }
  | { readonly type: "send"; readonly hash: Hex }
  | { readonly type: "mine"; readonly hash: Hex; readonly block: bigint }
  | { readonly type: "revert"; readonly hash: Hex; readonly reason: string }
  | { readonly type: "replace"; readonly by: Hex; readonly how: "cancelled" | "replaced" }
  | { readonly type: "reset" };

/** A transaction that is on its way: starting another then would send it twice. */
export function isBusy({ phase }: TransactionState): boolean {
  return phase === "switching" || phase === "simulating" || phase === "signing" || phase === "pending";
}

const IDLE: TransactionState = { phase: "idle" };

/** The next state. An event that doesn't belong to the present state changes nothing. */
export function nextTransaction(state: TransactionState, event: TransactionEvent): TransactionState {
  switch (event.type) {
    case "start":
      return isBusy(state) ? state : { phase: "simulating" };
    case "switch":
      return state.phase === "simulating" ? { phase: "switching" } : state;
    case "simulated":
      return state.phase === "simulating" || state.phase === "switching" ? { phase: "signing" } : state;
    case "refuse":
      return isBusy(state) && state.phase !== "pending" ? { phase: "refused", reason: event.reason } : state;
    case "decline":
      return isBusy(state) && state.phase !== "pending" ? { phase: "declined" } : state;
    case "fail":
      return isBusy(state) ? { phase: "failed", reason: event.reason } : state;
    case "send":
      return { phase: "pending", hash: event.hash };
    case "mine":
      return { phase: "mined", hash: event.hash, block: event.block };
    case "revert":
      return { phase: "reverted", hash: event.hash, reason: event.reason };
    case "replace":
      return state.phase === "pending"
        ? { phase: "replaced", hash: state.hash, by: event.by, how: event.how }
        : state;
    case "reset":
      return isBusy(state) ? state : IDLE;
  }
}
