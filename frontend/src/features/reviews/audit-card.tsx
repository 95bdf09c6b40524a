import { Link } from "@tanstack/react-router";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Progress } from "../../ui/progress.tsx";
import { SIGNAL_LOOKS, TASK_LOOKS } from "../../ui/status.ts";
import type { Standing } from "./standing.ts";

/** The audit that a submission opened: executors reproduce the version's promises. */
export function AuditCard({ audit }: { audit: Standing["audit"] }) {
  const look = TASK_LOOKS[audit.state];
  return (
    <Card
      title="Audit"
      aside={
        audit.state === "Settled" ? (
          <Badge tone={SIGNAL_LOOKS[audit.signal].tone}>{SIGNAL_LOOKS[audit.signal].word}</Badge>
        ) : (
          <Badge tone={look.tone}>{look.word}</Badge>
        )
      }
    >
      <p className="mb-4 text-sm text-quiet">
        Independent executors run the version's public vectors and inputs that nobody knew before, and must
        agree on one result.
      </p>
      <div className="flex flex-col gap-3">
        <Progress
          label="Committed"
          value={audit.commits / audit.panel}
          threshold={audit.quorum / audit.panel}
          text={`${audit.commits} of ${audit.panel}, ${audit.quorum} must agree`}
        />
        <Progress
          label="Revealed"
          value={audit.reveals / audit.panel}
          threshold={audit.quorum / audit.panel}
          text={`${audit.reveals} of ${audit.panel}, ${audit.quorum} must agree`}
        />
      </div>
      <p className="mt-4 text-sm">
        <Link
          to="/runs/$id"
          params={{ id: audit.taskId }}
          className="text-accent underline underline-offset-2"
        >
          Follow the audit's trace
        </Link>
      </p>
    </Card>
  );
}
