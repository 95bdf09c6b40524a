import { Note, Skeleton } from "../../ui/states.tsx";
import type { Verification } from "./use-verification.ts";

/** What all checks come to. */
export function VerdictBanner({ verification: { verdict, version } }: { verification: Verification }) {
  const reason = version?.certification?.revocationReason ?? version?.certification?.suspensionReason;
  const about = verdict?.word === "Revoked" || verdict?.word === "Suspended";
  if (!verdict) return <Skeleton lines={2} label="Checking" />;
  return (
    <div role="status">
      <Note tone={verdict.tone === "neutral" ? "info" : verdict.tone}>
        <p className="text-lg font-semibold">{verdict.word}</p>
        <p>{verdict.sentence}</p>
        {about && reason ? <p className="mt-1">Reason given: {reason}</p> : null}
      </Note>
    </div>
  );
}
