import { auditReasons } from "@nexus/protocol";
import { Link } from "@tanstack/react-router";
import { Note } from "../../ui/states.tsx";
import { CHAMBER_NAMES } from "../../ui/status.ts";
import { capitalised } from "./chamber-bars.tsx";
import type { Standing } from "./standing.ts";

/** Whether a review passes as it stands, and what stands against it. */
export function VerdictNote({
  standing: { state, reasons, versionId, audit, votingEndsAt, chambers },
}: {
  standing: Standing;
}) {
  const open = state === "Active" || state === "Pending";
  if (state === "Executed") {
    return (
      <Note tone="good">
        Passed and certified.{" "}
        <Link to="/credentials/$id" params={{ id: versionId }} className="underline underline-offset-2">
          Verify the credential
        </Link>
      </Note>
    );
  }
  if (reasons.length === 0)
    return <Note tone="good">{open ? "As it stands, it passes." : "It passed."}</Note>;
  const against = chambers.filter(({ passes }) => !passes).map(({ chamber }) => CHAMBER_NAMES[chamber]);
  const faults = [
    ...auditReasons(audit, votingEndsAt),
    ...(against.length > 0
      ? [`${against.length} of ${chambers.length} chambers don't let it pass: ${against.join(", ")}`]
      : []),
  ];
  return (
    <Note tone={open ? "warn" : "bad"}>
      <p className="font-semibold">{open ? "As it stands, it doesn't pass" : "It didn't pass"}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {faults.map((fault) => (
          <li key={fault}>{capitalised(fault)}.</li>
        ))}
      </ul>
    </Note>
  );
}
