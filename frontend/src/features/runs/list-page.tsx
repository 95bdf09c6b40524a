import type { TaskKind } from "@nexus/protocol";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Badge } from "../../ui/badge.tsx";
import { Card, PageHeader } from "../../ui/card.tsx";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { SIGNAL_LOOKS, type StatusLook } from "../../ui/status.ts";
import { Table } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { type ListedRun, useRuns } from "./queries.ts";

const MOST = 100;

const CHOICES = {
  all: { name: "Runs and audits", kinds: ["Execution", "Audit"] },
  runs: { name: "Runs only", kinds: ["Execution"] },
  audits: { name: "Audits only", kinds: ["Audit"] },
} as const satisfies Record<string, { name: string; kinds: readonly TaskKind[] }>;

type Choice = keyof typeof CHOICES;

/** Every task of the executors, latest first. */
export function RunsPage() {
  const [choice, setChoice] = useState<Choice>("all");
  const { data, error, isPending, refetch } = useRuns(MOST, CHOICES[choice].kinds);
  return (
    <>
      <PageHeader
        title="Runs"
        lead="A signed clause event opens a run of a certified version. Independent executors must agree before its result counts."
        aside={<KindChoice value={choice} onChange={setChoice} />}
      />
      {isPending ? <Skeleton lines={6} label="Loading runs" /> : null}
      {error && !data ? (
        <ErrorState title="The runs couldn't be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.runTasks.length === 0 ? (
        <EmptyState title="Nothing has run yet">
          A run begins with a clause event that an authorised source signed.
        </EmptyState>
      ) : null}
      {data && data.runTasks.length > 0 ? (
        <Card>
          <RunsTable runs={data.runTasks} />
        </Card>
      ) : null}
    </>
  );
}

function KindChoice({ value, onChange }: { value: Choice; onChange: (choice: Choice) => void }) {
  return (
    <Field label="Show">
      {(control) => (
        <select
          {...control}
          className={INPUT_CLASS}
          value={value}
          onChange={(event) => onChange(event.target.value as Choice)}
        >
          {Object.entries(CHOICES).map(([key, { name }]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function RunsTable({ runs }: { runs: readonly ListedRun[] }) {
  return (
    <Table
      caption="Runs and audits"
      rows={runs}
      rowKey={({ id }) => id}
      columns={[
        { head: "What", cell: (run) => <RunLink run={run} /> },
        { head: "Began", cell: ({ createdAt }) => <Time at={createdAt} /> },
        { head: "Agreed", cell: ({ agreed, panel }) => `${agreed} of ${panel}`, end: true },
        { head: "Result", cell: (run) => <ResultBadge run={run} /> },
        { head: "Task", cell: ({ id }) => <CopyableHash value={id} label="task id" /> },
      ]}
    />
  );
}

function RunLink({ run: { id, kind, version } }: { run: ListedRun }) {
  return (
    <Link to="/runs/$id" params={{ id }} className="font-semibold text-accent underline underline-offset-2">
      {kind === "Audit" ? "Audit of" : "Run of"} {version.name} {version.semver}
    </Link>
  );
}

const OPEN: StatusLook = { word: "Running", tone: "info" };
const FAILED: StatusLook = { word: "No agreement", tone: "bad" };

/** How a task's end, or its being open, is shown. */
function ResultBadge({ run: { stage, signal } }: { run: Pick<ListedRun, "stage" | "signal"> }) {
  const look = stage === "Open" ? OPEN : stage === "Failed" ? FAILED : SIGNAL_LOOKS[signal];
  return <Badge tone={look.tone}>{look.word}</Badge>;
}
