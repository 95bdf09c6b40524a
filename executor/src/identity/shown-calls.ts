import { type BrokeredCall, type CallGuard, proveCall } from "./call-guard.ts";
import type { RunIdentity } from "./provider.ts";

/** Shows a call of a run to whoever guards its calls. @throws CallDeniedError, IdentityExpiredError */
export type ShowCall = (call: Omit<BrokeredCall, "sequence">) => Promise<void>;

/**
 * Shows each call with the run's identity: the guard verifies the SVID before the first, and for every call that it is the
 * next one, that the SVID grants it and that the run's own key signed it.
 */
export function shownCalls(identity: Pick<RunIdentity, "sign">, open: () => Promise<CallGuard>): ShowCall {
  let opening: Promise<CallGuard> | undefined;
  let sequence = 0;
  return async (call) => {
    opening ??= open();
    const guard = await opening;
    const next = { ...call, sequence };
    guard.check(next, proveCall(identity, next));
    sequence += 1;
  };
}
