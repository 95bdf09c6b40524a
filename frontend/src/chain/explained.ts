import { NxsError } from "@nexus/protocol";
import { explainFailure } from "./failure.ts";

/** A read of the chain that failed, with its reason in words. */
export class ChainReadError extends NxsError {
  readonly code = "CHAIN_READ";

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(reason, { cause });
  }
}

/** The answer of a read of the chain. @throws ChainReadError with a sentence for people */
export async function explained<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    const failure = await explainFailure(cause);
    const reason = failure.kind === "declined" ? "The request was declined." : failure.reason;
    throw new ChainReadError({ reason, cause });
  }
}
