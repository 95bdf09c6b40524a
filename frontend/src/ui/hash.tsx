import { useEffect, useState } from "react";

/** The beginning and the end of a long text. */
export function shortened(text: string, { start = 6, end = 4 } = {}): string {
  return text.length <= start + end + 1 ? text : `${text.slice(0, start)}…${text.slice(-end)}`;
}

/** A digest, id or CID: shortened to read, whole to copy. With `whole` it is shown in full and breaks. */
export function CopyableHash({
  value,
  label = "value",
  href,
  whole = false,
}: {
  value: string;
  /** What it is, for screen readers: "manifest digest". */
  label?: string;
  href?: string | undefined;
  whole?: boolean;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const text = whole ? value : shortened(value, { start: 8, end: 6 });
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-baseline">
      <code title={value} className={`font-mono text-xs ${whole ? "break-all" : "whitespace-nowrap"}`}>
        {href === undefined ? (
          text
        ) : (
          <a
            href={href}
            target="_blank"
            rel="noreferrer"
            className="text-accent underline underline-offset-2"
          >
            {text}
          </a>
        )}
      </code>
      <button
        type="button"
        aria-label={copied ? `Copied ${label}` : `Copy ${label}`}
        onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
        className="grid size-6 shrink-0 place-items-center rounded text-xs text-quiet hover:bg-sunken hover:text-ink"
      >
        <CopyMark done={copied} />
      </button>
    </span>
  );
}

function CopyMark({ done }: { done: boolean }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className="size-3.5 fill-none stroke-current"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {done ? <path d="m3 8.5 3.2 3.2L13 5" /> : <path d="M5.5 5.5h7v7h-7zM3.5 10.5v-7h7" />}
    </svg>
  );
}
