import type { Conclusion } from "./generated/enums.gen.ts";

/**
 * How a review's fee stands. `None`: it cost nothing. `Undecided`: its review isn't over. `Due`: anybody may settle it. `Reclaimable`:
 * its round was annulled, so that its rest pays for the next one unless the publisher takes it back. `Closed`: the rest has left.
 */
export type FeeState = "None" | "Undecided" | "Due" | "Reclaimable" | "Closed";

/** How a fee stands, from what the fees contract says of it. */
export function feeStateOf({
  terms,
  conclusion,
  closed,
}: {
  readonly terms: { readonly fee: bigint };
  readonly conclusion: Conclusion;
  readonly closed: boolean;
}): FeeState {
  if (terms.fee === 0n) return "None";
  return closed ? "Closed" : STATE_AFTER[conclusion];
}

const STATE_AFTER = {
  Voting: "Undecided",
  Undecided: "Undecided",
  Certified: "Due",
  Uncertified: "Due",
  Annulled: "Reclaimable",
} as const satisfies Record<Conclusion, FeeState>;
