import { PROPOSAL_STATE_WORDS } from "@nexus/protocol";
import type { ReactNode } from "react";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { Facts } from "../../ui/facts.tsx";
import { Note } from "../../ui/states.tsx";
import { Countdown, Time } from "../../ui/time.tsx";
import type { Standing } from "./standing.ts";

/** Where a review is in time, on the chain's clock. */
export function Timers({ standing }: { standing: Standing }) {
  const now = useChainHead()?.timestamp;
  const { state, submittedAt, votingEndsAt, executableAt, objectionUntil } = standing;
  const objecting = objectionUntil > 0 && state === "Active";
  const rows: [string, ReactNode][] = [
    ["State", PROPOSAL_STATE_WORDS[state]],
    ["Submitted", <Time key="submitted" at={submittedAt} />],
    ["Votes until", <Time key="votes" at={votingEndsAt} />],
    ["Executable from", <Time key="executable" at={executableAt} />],
  ];
  return (
    <div className="flex flex-col gap-4">
      {state === "Active" ? (
        <p className="text-sm">
          <span className="block text-2xl font-semibold">
            <Countdown until={votingEndsAt} now={now} ended="ending now" />
          </span>
          {objecting ? "left to object" : "left to vote"}
        </p>
      ) : null}
      {state === "Queued" ? (
        <p className="text-sm">
          <span className="block text-2xl font-semibold">
            <Countdown until={executableAt} now={now} ended="due now" />
          </span>
          {now !== undefined && now >= executableAt
            ? "the challenge window is over"
            : "left of the challenge window"}
        </p>
      ) : null}
      {objecting ? (
        <Note tone="warn">
          Objection period until <Time at={objectionUntil} />: the review turned to passing shortly before its
          end, so only votes against are taken.
        </Note>
      ) : null}
      <Facts items={rows} />
    </div>
  );
}
