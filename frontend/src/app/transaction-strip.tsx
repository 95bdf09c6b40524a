import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useTracker } from "../chain/context.tsx";
import type { Outcome, Settled } from "../chain/tracker.ts";
import { useLanguage } from "../i18n/context.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Spinner } from "../ui/button.tsx";
import { CopyableHash } from "../ui/hash.tsx";

/** Sent transactions, on every page: those that wait, and those that ended until they are dismissed. */
export function TransactionStrip({ indexBlock }: { indexBlock: number | undefined }) {
  const { t } = useLanguage();
  const tracker = useTracker();
  const pending = useSyncExternalStore(tracker.pending.subscribe, tracker.pending.read);
  const settled = useSyncExternalStore(tracker.settled.subscribe, tracker.settled.read);
  useRereadAfter(settled.length);
  return (
    <section
      aria-label="Your transactions"
      className="pointer-events-none fixed inset-x-3 bottom-3 z-30 flex flex-col items-end gap-2"
    >
      <div aria-live="polite" className="contents">
        {pending.map(({ hash, label }) => (
          <div key={hash} className={ITEM}>
            <span className="flex items-center gap-2 font-semibold">
              <Spinner /> {label}
            </span>
            <span className="text-xs text-quiet">
              Waiting for a block. <CopyableHash value={hash} label="transaction hash" />
            </span>
          </div>
        ))}
        {settled.slice(-3).map((transaction) => (
          <div key={transaction.hash} className={ITEM}>
            <span className="flex items-center justify-between gap-3">
              <span className="font-semibold">{transaction.label}</span>
              <button
                type="button"
                aria-label={`${t("action.dismiss")}: ${transaction.label}`}
                onClick={() => tracker.dismiss(transaction.hash)}
                className="grid size-8 place-items-center rounded text-quiet hover:bg-sunken"
              >
                <span aria-hidden="true">✕</span>
              </button>
            </span>
            <Ended transaction={transaction} indexBlock={indexBlock} />
          </div>
        ))}
      </div>
    </section>
  );
}

const ITEM =
  "pointer-events-auto flex w-full max-w-sm flex-col gap-1 rounded-xl border border-line bg-surface px-4 py-3 text-sm shadow-lg";

const ENDS = {
  mined: { tone: "good", word: "Done" },
  reverted: { tone: "bad", word: "Reverted" },
  replaced: { tone: "warn", word: "Replaced" },
  failed: { tone: "bad", word: "Failed" },
} as const satisfies Record<Outcome["phase"], { tone: Tone; word: string }>;

function Ended({
  transaction: { hash, outcome },
  indexBlock,
}: {
  transaction: Settled;
  indexBlock: number | undefined;
}) {
  const { tone, word } = ENDS[outcome.phase];
  return (
    <span className="flex flex-wrap items-center gap-2 text-xs text-quiet">
      <Badge tone={tone}>{word}</Badge>
      {outcome.phase === "mined" ? minedWords(outcome.block, indexBlock) : null}
      {outcome.phase === "reverted" || outcome.phase === "failed" ? outcome.reason : null}
      <CopyableHash value={hash} label="transaction hash" />
    </span>
  );
}

function minedWords(block: bigint, indexBlock: number | undefined): string {
  if (indexBlock !== undefined && BigInt(indexBlock) >= block) return `Block ${block}; lists show it.`;
  return `Block ${block}; lists show it once the index gets there.`;
}

/** Reads the chain again when a transaction of one's own has ended. */
function useRereadAfter(count: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (count > 0) void queries.invalidateQueries();
  }, [count, queries]);
}
