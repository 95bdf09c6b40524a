import { expect } from "chai";
import {
  BOND,
  BOUNTY_ID,
  bountyIn,
  certify,
  type Setup,
  STATE,
  type StateName,
  submitSubject,
} from "../fixtures/bounty.ts";
import { networkHelpers } from "../fixtures/connect.ts";

/** Calls whose outcome depends on the bounty's state; each is otherwise entitled and on time. */
const calls = {
  fund: ({ escrow, backer }: Setup) => escrow.connect(backer).fund(BOUNTY_ID, { value: 1n }),
  claim: ({ escrow, claimant }: Setup) => escrow.connect(claimant).claim(BOUNTY_ID, { value: BOND }),
  submit: (setup: Setup) => submitSubject(setup),
  release: ({ escrow }: Setup) => escrow.release(BOUNTY_ID),
  freeClaim: ({ escrow }: Setup) => escrow.freeClaim(BOUNTY_ID),
  expire: ({ escrow }: Setup) => escrow.expire(BOUNTY_ID),
  refund: ({ escrow, creator }: Setup) => escrow.refund(BOUNTY_ID, creator),
};
type CallName = keyof typeof calls;

/** What makes a call timely, where it isn't already. */
const preparations: Partial<Record<CallName, (setup: Setup) => Promise<unknown>>> = {
  release: (setup) => certify(setup, setup.versionId),
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
    release: "unknown",
    freeClaim: "unknown",
    expire: "unknown",
    refund: "unknown",
  },
  open: {
    fund: { to: "open" },
    claim: { to: "claimed" },
    submit: { expects: "claimed" },
    release: { expects: "submitted" },
    freeClaim: { expects: "claimed" },
    expire: { to: "expired" },
    refund: { expects: "expired" },
  },
  claimed: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { to: "submitted" },
    release: { expects: "submitted" },
    freeClaim: { to: "open" },
    expire: { expects: "open" },
    refund: { expects: "expired" },
  },
  submitted: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { expects: "claimed" },
    release: { to: "paid" },
    freeClaim: { to: "open" },
    expire: { expects: "open" },
    refund: { expects: "expired" },
  },
  paid: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { expects: "claimed" },
    release: { expects: "submitted" },
    freeClaim: { expects: "claimed" },
    expire: { expects: "open" },
    refund: { expects: "expired" },
  },
  expired: {
    fund: { expects: "open" },
    claim: { expects: "open" },
    submit: { expects: "claimed" },
    release: { expects: "submitted" },
    freeClaim: { expects: "claimed" },
    expire: { expects: "open" },
    refund: { to: "expired" },
  },
};

/** Functions of the escrow that move no bounty: `withdraw` pays what is owed, `createBounty` makes a new one. */
const STATELESS = ["createBounty", "withdraw"];

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
