import { NxsError } from "@nexus/protocol";

/** A text that holds no signed ballots. */
export class UnreadableBallotsError extends NxsError {
  readonly code = "UNREADABLE_BALLOTS";

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`These are no signed ballots: ${reason}. Paste the JSON that the voter got after signing.`, {
      cause,
    });
  }
}
