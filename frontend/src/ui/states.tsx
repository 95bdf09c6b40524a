import type { ReactNode } from "react";
import { Button } from "./button.tsx";

/** Grey lines where text will be; says to screen readers that something loads. */
export function Skeleton({ lines = 3, label = "Loading" }: { lines?: number; label?: string }) {
  const widths = ["w-11/12", "w-8/12", "w-10/12", "w-6/12"];
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
          key={line}
          aria-hidden="true"
          className={`h-4 animate-pulse rounded bg-sunken ${widths[line % widths.length]}`}
        />
      ))}
    </div>
  );
}

/** Nothing is here, why, and what one could do. */
export function EmptyState({
  title,
  children,
  action,
  level,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** 1 where it is the whole page, so that the page has a heading. */
  level?: 1;
}) {
  const Title = level === 1 ? "h1" : "p";
  return (
    <div className="rounded-xl border border-dashed border-edge px-6 py-10 text-center">
      <Title className="font-semibold">{title}</Title>
      {children ? <div className="mx-auto mt-2 max-w-prose text-sm text-quiet">{children}</div> : null}
      {action ? <div className="mt-5">{action}</div> : null}
    </div>
  );
}

/** Something couldn't be read, in its error's own sentence, with a way to try again. */
export function ErrorState({
  title = "This couldn't be read",
  error,
  onRetry,
}: {
  title?: string;
  error: unknown;
  onRetry?: () => void;
}) {
  return (
    <div role="alert" className="rounded-xl border border-bad bg-bad-soft px-5 py-4 text-sm">
      <p className="font-semibold text-bad">{title}</p>
      <p className="mt-1">{error instanceof Error ? error.message : String(error)}</p>
      {onRetry ? (
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}

const NOTES = {
  info: "border-info bg-info-soft",
  good: "border-good bg-good-soft",
  warn: "border-warn bg-warn-soft",
  bad: "border-bad bg-bad-soft",
} as const;

/** A short remark inside a page. */
export function Note({ tone = "info", children }: { tone?: keyof typeof NOTES; children: ReactNode }) {
  return <div className={`rounded-lg border-s-4 px-4 py-3 text-sm ${NOTES[tone]}`}>{children}</div>;
}
