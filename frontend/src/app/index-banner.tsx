import { useLanguage } from "../i18n/context.tsx";
import type { IndexStatus } from "../index/use-index.ts";
import { Note } from "../ui/states.tsx";

/** Blocks that an index may trail without harm: it reads a block only after the chain made it. */
const USUAL_LAG = 5;

/** Says when the index can't be trusted to be up to date; nothing otherwise. */
export function IndexBanner({ status }: { status: IndexStatus }) {
  const { t } = useLanguage();
  const { behind, block, failed, unreachable } = status;
  if (unreachable) return <Note tone="warn">{t("index.unreachable")}</Note>;
  if (failed) return <Note tone="bad">{t("index.failed", { block: block ?? "?" })}</Note>;
  if (behind === undefined || behind <= USUAL_LAG) return null;
  return <Note tone="warn">{t("index.behind", { blocks: behind })}</Note>;
}
