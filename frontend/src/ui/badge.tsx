import type { ReactNode } from "react";

const TONES = {
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
  neutral: "bg-sunken text-quiet",
} as const;

const MARKS = { good: "✓", warn: "!", bad: "✕", info: "•", neutral: "–" } as const satisfies Record<
  Tone,
  string
>;

export type Tone = keyof typeof TONES;

/** A state in a word. The tone is never the only sign: the word and a mark say the same. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold whitespace-nowrap ${TONES[tone]}`}
    >
      <span aria-hidden="true">{MARKS[tone]}</span>
      {children}
    </span>
  );
}

/** A fact about a thing, without a state: a domain, a class, a licence. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center rounded-md border border-line bg-paper px-2 py-0.5 text-xs text-quiet">
      {children}
    </span>
  );
}
