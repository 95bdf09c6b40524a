import { NxsError } from "@nexus/protocol";

/** What is kept and shown of a fault. */
export type FaultView = { readonly code: string; readonly message: string };

/** Characters of a message that are kept: some quote what a program said. */
const LONGEST = 600;

/**
 * A fault as it may be shown. Libraries put addresses, with whatever key is in them, into their long messages: of those only
 * the short one is kept.
 */
export function viewFault(fault: unknown): FaultView {
  if (fault instanceof NxsError) return { code: fault.code, message: fault.message.slice(0, LONGEST) };
  if (!(fault instanceof Error)) return { code: "UNKNOWN", message: String(fault) };
  if (fault instanceof AggregateError && fault.message === "") {
    return { code: fault.name, message: fault.errors.map((error) => viewFault(error).message).join("; ") };
  }
  const { shortMessage } = fault as { shortMessage?: unknown };
  const message = typeof shortMessage === "string" ? shortMessage : fault.message;
  return { code: fault.name, message: message.split("\n", 1)[0] ?? "" };
}

/** A fault with those that caused it, outermost first. */
export function viewCauses(fault: unknown): readonly FaultView[] {
  const views: FaultView[] = [];
  for (let cause = fault; cause !== undefined && views.length < 5; cause = causeOf(cause)) {
    views.push(viewFault(cause));
  }
  return views;
}

function causeOf(fault: unknown): unknown {
  return fault instanceof Error ? fault.cause : undefined;
}
