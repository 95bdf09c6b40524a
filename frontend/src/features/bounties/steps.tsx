import type { BountyState } from "@nexus/protocol";
import type { ReactNode } from "react";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { Card } from "../../ui/card.tsx";
import { durationWords } from "../../ui/duration.ts";
import type { LiveBounty } from "./escrow.ts";

const STEPS = ["Open", "Claimed", "Submitted", "Paid"] as const;
type Step = (typeof STEPS)[number];

/** How far a bounty is: the number of steps behind it. An expired one never left the first. */
const REACHED = {
  ...{ None: 0, Open: 0, Expired: 0 },
  ...{ Claimed: 1, Submitted: 2, Disputed: 2, Paid: 3 },
} as const satisfies Record<BountyState, number>;

const NAMES = {
  Open: "Funded",
  Claimed: "Claimed",
  Submitted: "In review",
  Paid: "Paid",
} as const satisfies Record<Step, string>;

const NEEDS = {
  Open: () => "Anyone adds to it. What isn't paid by the deadline goes back to its funders.",
  Claimed: ({ bond, claimWindow, asset }) => (
    <>
      A developer deposits <AssetAmount value={bond} asset={asset} /> and has {durationWords(claimWindow)} to
      submit a version; nobody else can meanwhile.
    </>
  ),
  Submitted: ({ reviewWindow, contestWindow }) =>
    `The claimant submits a version of theirs for the clause. That stops the claim's clock for up to ${durationWords(reviewWindow)}. It can be contested for ${durationWords(contestWindow)} before anything is paid.`,
  Paid: ({ bond, asset }) => (
    <>
      As each milestone is met, anyone releases its share. The bond of{" "}
      <AssetAmount value={bond} asset={asset} /> comes back with the last one.
    </>
  ),
} as const satisfies Record<Step, (terms: LiveBounty["terms"]) => ReactNode>;

/** A bounty's life as steps, and what each needs. */
export function BountySteps({ bounty: { state, terms } }: { bounty: LiveBounty }) {
  const reached = REACHED[state];
  return (
    <Card title="Steps">
      <ol className="flex flex-col gap-4">
        {STEPS.map((step, index) => (
          <StepItem
            key={step}
            number={index + 1}
            name={NAMES[step]}
            needs={NEEDS[step](terms)}
            place={placeOf(index, reached)}
          />
        ))}
      </ol>
    </Card>
  );
}

type Place = "done" | "now" | "ahead";

const placeOf = (index: number, reached: number): Place =>
  index < reached || reached === STEPS.length - 1 ? "done" : index === reached ? "now" : "ahead";

const MARKS = {
  done: "border-good bg-good-soft text-good",
  now: "border-accent bg-accent text-on-accent",
  ahead: "border-edge text-quiet",
} as const satisfies Record<Place, string>;

function StepItem({
  number,
  name,
  needs,
  place,
}: {
  number: number;
  name: string;
  needs: ReactNode;
  place: Place;
}) {
  return (
    <li aria-current={place === "now" ? "step" : undefined} className="flex gap-3">
      <span
        aria-hidden="true"
        className={`grid size-8 shrink-0 place-items-center rounded-full border text-sm font-semibold ${MARKS[place]}`}
      >
        {place === "done" ? "✓" : number}
      </span>
      <div className="min-w-0">
        <p className="font-semibold">
          {name}
          {place === "done" ? <span className="sr-only"> (done)</span> : null}
        </p>
        <p className="text-sm text-quiet">{needs}</p>
      </div>
    </li>
  );
}
