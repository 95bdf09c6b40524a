import type { Row } from "./row.ts";

/** Most gas that an operation may take. */
export const caps: Readonly<Record<string, number>> = {
  "castVote first": 43_000,
  "castVote later": 43_000,
  "castVote deciding": 46_000,
  castVoteBySig: 53_000,
  "castVotesBySig 100": 12_500,
  "attest + credential": 160_000,
  "check 1": 6_600,
  "check 2": 9_600,
  "check 3": 12_600,
  "code check 1": 11_600,
  "code check 2": 14_600,
  "code check 3": 17_600,
  "publishVersion first": 135_000,
  "publishVersion later": 118_000,
  "bounty payout": 70_000,
};

/** What a person should read about each operation that takes more than it may. */
export function excesses(rows: readonly Row[]): readonly string[] {
  return Object.entries(caps).flatMap(([operation, cap]) => {
    const found = rows.find((row) => row.operation === operation);
    if (!found) return [`${operation} wasn't measured`];
    return found.gas > cap ? [`${operation} takes ${found.gas} gas, more than ${cap}`] : [];
  });
}
