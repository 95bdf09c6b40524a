import { chamberReasons } from "@nexus/protocol";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Progress } from "../../ui/progress.tsx";
import { CHAMBER_NAMES } from "../../ui/status.ts";
import type { ChamberStanding, Standing } from "./standing.ts";

const WHOLE = 10_000;

/** A text with its first letter in upper case. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How each engaged chamber stands: quorum and approval against their thresholds. */
export function ChamberBars({ standing }: { standing: Standing }) {
  const { chambers, minimumFor } = standing;
  return (
    <Card title="Chambers" aside={<span className="text-sm text-quiet">All must let it pass</span>}>
      <ul className="grid gap-4 md:grid-cols-2">
        {chambers.map((tally) => (
          <ChamberItem key={tally.chamber} tally={tally} minimumFor={minimumFor} />
        ))}
      </ul>
    </Card>
  );
}

function ChamberItem({ tally, minimumFor }: { tally: ChamberStanding; minimumFor: number }) {
  const reasons = chamberReasons({ ...tally, chamber: CHAMBER_NAMES[tally.chamber] }, minimumFor);
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-paper p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-base">{CHAMBER_NAMES[tally.chamber]}</h3>
        <PassBadge tally={tally} />
      </div>
      {tally.mandatory ? <MandatoryBars tally={tally} /> : <VetoBars tally={tally} />}
      <Counts tally={tally} />
      {reasons.map((reason) => (
        <p key={reason} className="text-xs text-quiet">
          {capitalised(reason.slice(reason.indexOf(": ") + 2))}.
        </p>
      ))}
    </li>
  );
}

function PassBadge({ tally: { passes, mandatory } }: { tally: ChamberStanding }) {
  if (mandatory) return <Badge tone={passes ? "good" : "warn"}>{passes ? "Passes" : "Not yet"}</Badge>;
  return <Badge tone={passes ? "good" : "bad"}>{passes ? "No veto" : "Veto"}</Badge>;
}

function MandatoryBars({ tally }: { tally: ChamberStanding }) {
  const { forVotes, againstVotes, abstainVotes, quorumBps, approvalBps, total, recused } = tally;
  const eligible = total - recused;
  const present = forVotes + abstainVotes;
  const cast = forVotes + againstVotes;
  return (
    <>
      <Progress
        label="Quorum"
        value={eligible === 0 ? 0 : present / eligible}
        threshold={quorumBps / WHOLE}
        text={`${present} of ${eligible}, needs ${quorumBps / 100} %`}
      />
      <Progress
        label="Approval"
        value={cast === 0 ? 0 : forVotes / cast}
        threshold={approvalBps / WHOLE}
        text={
          cast === 0
            ? `nobody yet, needs ${approvalBps / 100} %`
            : `${forVotes} of ${cast}, needs ${approvalBps / 100} %`
        }
      />
    </>
  );
}

/** The hubs veto when half of their weight votes Against or abstains, and two thirds of For and Against are Against. */
function VetoBars({ tally }: { tally: ChamberStanding }) {
  const { forVotes, againstVotes, abstainVotes, total, recused } = tally;
  const eligible = total - recused;
  const cast = forVotes + againstVotes;
  return (
    <>
      <Progress
        label="Against or abstaining"
        value={eligible === 0 ? 0 : (againstVotes + abstainVotes) / eligible}
        threshold={0.5}
        tone="accent"
        text={`${againstVotes + abstainVotes} of ${eligible}, a veto needs half`}
      />
      <Progress
        label="Against"
        value={cast === 0 ? 0 : againstVotes / cast}
        threshold={2 / 3}
        tone="accent"
        text={`${againstVotes} of ${cast}, a veto needs two thirds`}
      />
    </>
  );
}

function Counts({ tally }: { tally: ChamberStanding }) {
  const { forVotes, againstVotes, abstainVotes, recused, total } = tally;
  return (
    <p className="text-xs text-quiet tabular-nums">
      {forVotes} for, {againstVotes} against, {abstainVotes} abstain
      {recused > 0 ? `, ${recused} stepped back` : ""}, of {total}
    </p>
  );
}
