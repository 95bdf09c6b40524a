import { expect } from "chai";
import { networkHelpers } from "../fixtures/connect.ts";
import {
  DISPUTE_ID,
  DISPUTE_STATE,
  disputeIn,
  EVIDENCE,
  KIND,
  openDispute,
  RULING,
  type Setup,
  SUBJECT,
} from "../fixtures/disputes.ts";

/** Calls whose outcome depends on the dispute's state; each is otherwise entitled. */
const calls = {
  open: (setup: Setup) => openDispute(setup),
  counter: ({ disputes, stranger }: Setup) => disputes.connect(stranger).counter(DISPUTE_ID),
  submitEvidence: ({ disputes, stranger }: Setup) =>
    disputes.connect(stranger).submitEvidence(DISPUTE_ID, EVIDENCE),
  rule: ({ disputes, arbitrator }: Setup) => disputes.connect(arbitrator).rule(DISPUTE_ID, RULING.rejected),
  lapse: ({ disputes, stranger }: Setup) => disputes.connect(stranger).lapse(DISPUTE_ID),
  deliver: ({ disputes, stranger }: Setup) => disputes.connect(stranger).deliver(DISPUTE_ID),
};
type CallName = keyof typeof calls;
type StateName = keyof typeof disputeIn;

/** What the contract says about each; a dispute that was countered, or not delivered, looks like its neighbour. */
const shown: Record<StateName, bigint> = {
  ...DISPUTE_STATE,
  opened: DISPUTE_STATE.countering,
  countered: DISPUTE_STATE.countering,
  undelivered: DISPUTE_STATE.upheld,
};

/** Leads to a state; or is refused: for the state, because nothing is known, or with another error. */
type Outcome =
  | { to: keyof typeof DISPUTE_STATE }
  | "opens another"
  | "unknown"
  | "unexpected"
  | "disputed"
  | "countered"
  | "delivered";

const open = { to: "countering" } as const;
const evidence = {
  counter: "unexpected",
  rule: "unexpected",
  lapse: "unexpected",
  deliver: "unexpected",
} as const;
const ruled = { ...evidence, submitEvidence: "unexpected" } as const;
const final = { ...ruled, open: "opens another", deliver: "delivered" } as const;

const table: Record<StateName, Record<CallName, Outcome>> = {
  none: {
    open,
    ...{
      counter: "unknown",
      submitEvidence: "unknown",
      rule: "unknown",
      lapse: "unknown",
      deliver: "unknown",
    },
  },
  opened: { ...evidence, open: "disputed", counter: open, submitEvidence: open },
  countered: { ...evidence, open: "disputed", counter: "countered", submitEvidence: open },
  evidence: { ...evidence, open: "disputed", submitEvidence: { to: "evidence" } },
  arbitration: { ...ruled, open: "disputed", rule: { to: "rejected" } },
  overdue: { ...ruled, open: "disputed", lapse: { to: "unruled" } },
  upheld: final,
  rejected: final,
  unruled: final,
  undelivered: { ...ruled, open: "disputed", deliver: { to: "upheld" } },
};

/** Functions that move no dispute. */
const STATELESS = ["withdraw", "setTarget", "setArbitrator", "setTerms", "setAuthority"];

describe("DisputeManager, every state and call", () => {
  it("has a row for every call that changes a dispute", async () => {
    const { disputes } = await networkHelpers.loadFixture(disputeIn.none);
    const changing: string[] = [];
    disputes.interface.forEachFunction(({ name, stateMutability }) => {
      if (stateMutability !== "view" && stateMutability !== "pure") changing.push(name);
    });
    expect(changing).to.have.members([...Object.keys(calls), ...STATELESS]);
    for (const row of Object.values(table)) expect(row).to.have.all.keys(Object.keys(calls));
    expect(table).to.have.all.keys(Object.keys(disputeIn));
    expect(new Set(Object.values(shown))).to.deep.equal(new Set(Object.values(DISPUTE_STATE)));
  });

  for (const [state, row] of Object.entries(table) as [StateName, Record<CallName, Outcome>][]) {
    for (const [name, outcome] of Object.entries(row) as [CallName, Outcome][]) {
      it(`${state}: ${name} ${sentence(outcome)}`, async () => {
        const setup = await networkHelpers.loadFixture(disputeIn[state]);
        expect(await setup.disputes.stateOf(DISPUTE_ID)).to.equal(shown[state]);
        await expectOutcome(setup, state, () => calls[name](setup), outcome);
      });
    }
  }
});

function sentence(outcome: Outcome): string {
  if (typeof outcome === "object") return `leads to ${outcome.to}`;
  return outcome === "opens another" ? outcome : `is refused: ${outcome}`;
}

async function expectOutcome(
  setup: Setup,
  state: StateName,
  call: () => Promise<unknown>,
  outcome: Outcome,
): Promise<void> {
  const { disputes, defender } = setup;
  if (typeof outcome === "object") {
    await call();
    expect(await disputes.stateOf(DISPUTE_ID)).to.equal(DISPUTE_STATE[outcome.to]);
    return;
  }
  if (outcome === "opens another") {
    await call();
    expect(await disputes.stateOf(DISPUTE_ID + 1n)).to.equal(DISPUTE_STATE.countering);
    expect(await disputes.stateOf(DISPUTE_ID)).to.equal(shown[state]);
    return;
  }
  const errors: Record<typeof outcome, readonly [string, ...unknown[]]> = {
    unknown: ["UnknownDispute", DISPUTE_ID],
    unexpected: ["UnexpectedState", DISPUTE_ID, shown[state]],
    disputed: ["AlreadyDisputed", KIND.certificate, SUBJECT, DISPUTE_ID],
    countered: ["AlreadyCountered", DISPUTE_ID, defender.address],
    delivered: ["NothingToDeliver", DISPUTE_ID],
  };
  const [error, ...values] = errors[outcome];
  await expect(call())
    .to.be.revertedWithCustomError(disputes, `DisputeManager${error}`)
    .withArgs(...values);
}
