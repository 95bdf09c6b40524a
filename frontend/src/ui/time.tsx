import { useEffect, useState } from "react";
import { durationWords } from "./duration.ts";

/** A moment in unix seconds, in the reader's own calendar and zone. */
export function Time({ at }: { at: number | bigint | string }) {
  const date = new Date(Number(at) * 1_000);
  const text = date.toLocaleString(document.documentElement.lang || undefined, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()} className="whitespace-nowrap">
      {text}
    </time>
  );
}

/** How long until a moment in unix seconds, or since it. `now` is the chain's time, in unix seconds. */
export function Countdown({
  until,
  now,
  ended = "ended",
}: {
  until: number | bigint;
  now: number | undefined;
  ended?: string;
}) {
  const shown = useTicking(now);
  if (shown === undefined) return <span className="text-quiet">…</span>;
  const left = Number(until) - shown;
  return (
    <span role="timer" className="whitespace-nowrap tabular-nums">
      {left > 0 ? durationWords(left) : ended}
    </span>
  );
}

/** The chain's time, moved on each second between two blocks. */
function useTicking(now: number | undefined): number | undefined {
  const [passed, setPassed] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new block's time starts the counting again
  useEffect(() => {
    setPassed(0);
    const timer = setInterval(() => setPassed((seconds) => seconds + 1), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return now === undefined ? undefined : now + passed;
}
