import { type SignedBallot, signedBallotSchema } from "@nexus/protocol";
import { UnreadableBallotsError } from "./errors.ts";

/** Signed ballots as JSON, as the command line reads and writes them. */
export function ballotsText(ballots: readonly SignedBallot[]): string {
  const plain = ballots.map((ballot) => ({ ...ballot, proposalId: String(ballot.proposalId) }));
  return JSON.stringify(plain.length === 1 ? plain[0] : plain, null, 2);
}

/** The ballots in a text: one, or a list. @throws UnreadableBallotsError */
export function parseBallots(text: string): SignedBallot[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UnreadableBallotsError({ reason: "the text isn't JSON", cause });
  }
  const parsed = signedBallotSchema.array().safeParse(Array.isArray(value) ? value : [value]);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new UnreadableBallotsError({ reason: faults.join("; ") });
}
