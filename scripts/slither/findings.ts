import type { Acceptance } from "./accepted.ts";

/** One finding as Slither reports it. */
export interface Finding {
  readonly check: string;
  readonly impact: string;
  readonly description: string;
}

/** What a finding is about: its description up to the first place in the source. */
export const subjectOf = ({ description }: Finding): string => description.split(" (contracts/")[0] ?? "";

/** The findings that nobody accepted, and the acceptances that no finding needs any more. */
export function triage(
  findings: readonly Finding[],
  accepted: Readonly<Record<string, Acceptance>>,
): { readonly open: readonly Finding[]; readonly stale: readonly string[] } {
  const covers = (finding: Finding) => {
    const acceptance = accepted[finding.check];
    return acceptance !== undefined && (acceptance.subjects?.includes(subjectOf(finding)) ?? true);
  };
  const seen = new Set(findings.map((finding) => `${finding.check}: ${subjectOf(finding)}`));
  const checks = new Set(findings.map(({ check }) => check));
  const stale = Object.entries(accepted).flatMap(([check, { subjects }]) =>
    subjects
      ? subjects.map((subject) => `${check}: ${subject}`).filter((key) => !seen.has(key))
      : [check].filter((name) => !checks.has(name)),
  );
  return { open: findings.filter((finding) => !covers(finding)), stale };
}
