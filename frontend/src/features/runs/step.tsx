import { type ReactNode, useId } from "react";
import { explorerLink } from "../../chain/chain.ts";
import { useRuntime } from "../../config/context.tsx";
import { CopyableHash } from "../../ui/hash.tsx";

/** One step of a trace, with the transaction that made it. */
export function Step({
  title,
  tx,
  state = "done",
  children,
}: {
  title: string;
  tx?: string | null | undefined;
  /** Whether it has happened. */
  state?: "done" | "open" | "failed";
  children: ReactNode;
}) {
  const config = useRuntime();
  const id = useId();
  return (
    <li className="relative ps-10 pb-8 last:pb-0">
      <span aria-hidden="true" className="absolute start-[0.69rem] top-6 bottom-0 w-px bg-line" />
      <span
        aria-hidden="true"
        className={`absolute start-0 top-1 grid size-6 place-items-center rounded-full border text-xs font-semibold ${MARKS[state]}`}
      >
        {SIGNS[state]}
      </span>
      <section aria-labelledby={id} className="min-w-0">
        <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
          <h2 id={id} className="text-lg">
            {title}
          </h2>
          {tx ? (
            <span className="text-xs text-quiet">
              transaction{" "}
              <CopyableHash
                value={tx}
                label={`transaction of ${title}`}
                href={explorerLink(config, "tx", tx)}
              />
            </span>
          ) : null}
        </div>
        {children}
      </section>
    </li>
  );
}

const MARKS = {
  done: "border-good bg-good-soft text-good",
  open: "border-edge bg-surface text-quiet",
  failed: "border-bad bg-bad-soft text-bad",
} as const;

const SIGNS = { done: "✓", open: "…", failed: "✕" } as const;
