import { expect } from "chai";
import {
  BOND,
  BOUNTY_DISPUTE,
  BOUNTY_ID,
  bountyIn,
  certify,
  passContest,
  SALT,
  type Setup,
  STATE,
  type StateName,
  subjectOf,
  submitSubject,
} from "../fixtures/bounty.ts";
import { networkHelpers } from "../fixtures/connect.ts";

/** Calls whose outcome depends on the bounty's state; each is otherwise entitled and on time. */
const calls = {
  fund: ({ escrow, backer }: Setup) => escrow.connect(backer).fund(BOUNTY_ID, 10n, { value: 10n }),
  claim: ({ escrow, claimant }: Setup) => escrow.connect(claimant).claim(BOUNTY_ID, { value: BOND }),
  submit: (setup: Setup) => submitSubject(setup),
  retract: ({ escrow, claimant }: Setup) => escrow.connect(claimant).retract(BOUNTY_ID),
  contest: ({ escrow, content }: Setup) => escrow.contest(BOUNTY_ID, content),
  release: ({ escrow }: Setup) => escrow.release(BOUNTY_ID, 0n, []),
  freeClaim: ({ escrow }: Setup) => escrow.freeClaim(BOUNTY_ID),
  expire: ({ escrow }: Setup) => escrow.expire(BOUNTY_ID),
  refund: ({ escrow, creator }: Setup) => escrow.refund(BOUNTY_ID, creator),
  openDispute: ({ escrow, disputes, stranger }: Setup) =>
    escrow.connect(disputes).openDispute(BOUNTY_DISPUTE, subjectOf(BOUNTY_ID), stranger),
  closeDispute: ({ escrow, disputes }: Setup) =>
    escrow.connect(disputes).closeDispute(BOUNTY_DISPUTE, subjectOf(BOUNTY_ID), true),
  lapseDispute: ({ escrow }: Setup) => escrow.lapseDispute(BOUNTY_ID),
};
type CallName = keyof typeof calls;

/** What makes a call timely, where it isn't already. */
const preparations: Partial<Record<CallName, (setup: Setup) => Promise<unknown>>> = {
  contest: ({ escrow, stranger, content }) => escrow.proveAuthorship(stranger, content.artifactDigest, SALT),
  release: async (setup) => {
    await certify(setup, setup.versionId);
    await passContest();
  },
  lapseDispute: () => networkHelpers.time.increase(91 * 86_400),
  freeClaim: ({ terms }) => networkHelpers.time.increaseTo(terms.deadline - 1n),
  expire: ({ terms }) => networkHelpers.time.increaseTo(terms.deadline + 10n),
};

/** Succeeds with a new state, or is refused because another state is expected. */
type Outcome = { to: StateName } | { expects: StateName } | "unknown";

const table: Record<StateName, Record<CallName, Outcome>> = {
  none: {
    fund: "unknown",
    claim: "unknown",
    submit: "unknown",
    retract: "unknown",
    contest: "unknown",
    release: "unknown",
    freeClaim: "unknown",
    expire: "unknown",
    refund: "unknown",
    openDispute: "unknown",
    closeDispute: "unknown",
    lapseDispute: "unknown",
  },
  open: {
    fund: { to: "open" },
    claim: { to: "claimed" },
    submit: { expects: "claimed" },
    retract: { expects: "submitted" },
    contest: { expects: "submitted" },
    release: { expects: "submitted" },
    freeClaim: { expects: "claimed" },
    expire: { to: "expired" },
    refund: { expects: "expired" },
    openDispute: { expects: "submitted" },
    closeDispute: { expects: "disputed" },
    lapseDispute: { expects: "disputed" },
  },
  claimed: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { to: "submitted" },
    retract: { expects: "submitted" },
    contest: { expects: "submitted" },
    release: { expects: "submitted" },
    freeClaim: { to: "open" },
    expire: { expects: "open" },
    refund: { expects: "expired" },
    openDispute: { to: "disputed" },
    closeDispute: { expects: "disputed" },
    lapseDispute: { expects: "disputed" },
  },
  submitted: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { expects: "claimed" },
    retract: { to: "claimed" },
    contest: { to: "open" },
    release: { to: "paid" },
    freeClaim: { to: "open" },
    expire: { expects: "open" },
    refund: { expects: "expired" },
    openDispute: { to: "disputed" },
    closeDispute: { expects: "disputed" },
    lapseDispute: { expects: "disputed" },
  },
  paid: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { expects: "claimed" },
    retract: { expects: "submitted" },
    contest: { expects: "submitted" },
    release: { expects: "submitted" },
    freeClaim: { expects: "claimed" },
    expire: { expects: "open" },
    refund: { expects: "expired" },
    openDispute: { expects: "submitted" },
    closeDispute: { expects: "disputed" },
    lapseDispute: { expects: "disputed" },
  },
  expired: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { expects: "claimed" },
    retract: { expects: "submitted" },
    contest: { expects: "submitted" },
    release: { expects: "submitted" },
    freeClaim: { expects: "claimed" },
    expire: { expects: "open" },
    refund: { to: "expired" },
    openDispute: { expects: "submitted" },
    closeDispute: { expects: "disputed" },
    lapseDispute: { expects: "disputed" },
  },
  disputed: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { expects: "claimed" },
    retract: { expects: "submitted" },
    contest: { expects: "submitted" },
    release: { expects: "submitted" },
    freeClaim: { expects: "claimed" },
    expire: { expects: "open" },
    refund: { expects: "expired" },
    openDispute: { expects: "submitted" },
    closeDispute: { to: "open" },
    lapseDispute: { to: "submitted" },
  },
};

/** Calls that move no bounty: they make one, pay what is owed, or keep an author's word. `fundWithPermit` is `fund`. */
const STATELESS = [
  ...["createBounty", "fundWithPermit", "withdraw", "withdrawTo"],
  ...["commitSubmission", "proveAuthorship", "setAuthority"],
];

describe("BountyEscrow, every state and call", () => {
  it("has a row for every call that changes a bounty", async () => {
    const { escrow } = await networkHelpers.loadFixture(bountyIn.none);
    const changing: string[] = [];
    escrow.interface.forEachFunction(({ name, stateMutability }) => {
      if (stateMutability !== "view" && stateMutability !== "pure") changing.push(name);
    });
    expect(changing).to.have.members([...Object.keys(calls), ...STATELESS]);
    for (const row of Object.values(table)) expect(row).to.have.all.keys(Object.keys(calls));
    expect(table).to.have.all.keys(Object.keys(STATE));
  });

  for (const [state, row] of Object.entries(table) as [StateName, Record<CallName, Outcome>][]) {
    for (const [name, outcome] of Object.entries(row) as [CallName, Outcome][]) {
      it(`${state}: ${name} ${sentence(outcome)}`, async () => {
        const setup = await networkHelpers.loadFixture(bountyIn[state]);
        const preparation = preparations[name];
        if (preparation !== undefined && needsPreparation(state, name)) await preparation(setup);
        await expectOutcome(setup, state, () => calls[name](setup), outcome);
      });
    }
  }
});

/** A paid bounty's version is certified already, and a clock that passed the deadline can't be set back. */
function needsPreparation(state: StateName, name: CallName): boolean {
  if (name === "release") return state !== "paid";
  if (name === "freeClaim") return state !== "expired";
  return true;
}

function sentence(outcome: Outcome): string {
  if (outcome === "unknown") return "finds no bounty";
  return "to" in outcome ? `leads to ${outcome.to}` : `is refused, it expects ${outcome.expects}`;
}

async function expectOutcome(setup: Setup, state: StateName, call: () => Promise<unknown>, outcome: Outcome) {
  const { escrow } = setup;
  if (outcome === "unknown") {
    await expect(call())
      .to.be.revertedWithCustomError(escrow, "BountyEscrowUnknownBounty")
      .withArgs(BOUNTY_ID);
    return;
  }
  if ("expects" in outcome) {
    await expect(call())
      .to.be.revertedWithCustomError(escrow, "BountyEscrowUnexpectedState")
      .withArgs(BOUNTY_ID, STATE[state], STATE[outcome.expects]);
    return;
  }
  await call();
  expect((await escrow.bounty(BOUNTY_ID)).state).to.equal(STATE[outcome.to]);
}
