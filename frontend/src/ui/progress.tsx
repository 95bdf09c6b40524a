/** A bar of a share with a mark where a threshold lies, and the same in words. Shares are from 0 to 1. */
export function Progress({
  label,
  value,
  threshold,
  text,
  tone,
}: {
  label: string;
  value: number;
  /** Where the mark stands; `undefined` for a bar without one. */
  threshold?: number | undefined;
  /** The numbers in words, such as "2 of 3, needs 2". */
  text: string;
  tone?: "good" | "bad" | "accent";
}) {
  const share = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
  const reached = threshold === undefined ? tone !== "bad" : share >= threshold;
  const colour = (tone ?? (reached ? "good" : "accent")) as "good" | "bad" | "accent";
  const fills = { good: "fill-good", bad: "fill-bad", accent: "fill-accent" } as const;
  return (
    <div>
      <div className="mb-1 flex flex-wrap justify-between gap-x-3 text-xs">
        <span className="font-semibold">{label}</span>
        <span className="text-quiet tabular-nums">{text}</span>
      </div>
      <svg
        role="img"
        aria-label={`${label}: ${text}`}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        className="h-2.5 w-full overflow-visible"
      >
        <rect width="100" height="4" rx="1" className="fill-sunken" />
        <rect width={share * 100} height="4" rx="1" className={fills[colour]} />
        {threshold === undefined ? null : (
          <rect x={Math.min(99.4, threshold * 100)} y="-1.2" width="0.6" height="6.4" className="fill-ink" />
        )}
      </svg>
    </div>
  );
}
