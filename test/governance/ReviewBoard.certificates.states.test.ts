import { expect } from "chai";
import { STATUS } from "../fixtures/certifications.ts";
import { networkHelpers } from "../fixtures/connect.ts";
import { type DisputedBoard, disputableCertificate, disputableReview } from "../fixtures/disputed-board.ts";
import { EVIDENCE, RULING } from "../fixtures/disputes.ts";
import { DISPUTE } from "../fixtures/review-board.ts";

type Status = keyof typeof STATUS;

/** A certificate in each state it can have; `none` before it was ever given. */
const certificateIn = {
  none: disputableReview,
  valid: disputableCertificate,
  suspended: async () => within(await disputableCertificate(), "suspended"),
  expired: async () => within(await disputableCertificate(), "expired"),
  revoked: async () => within(await disputableCertificate(), "revoked"),
} satisfies Record<Status, () => Promise<DisputedBoard>>;

const expiryOf = async ({ board, certifications, versionId }: DisputedBoard) =>
  (await certifications.certificationOf(versionId, board)).expiresAt;

/** Moves a valid certificate into a state; a disputed one too. */
async function within(setup: DisputedBoard, status: Status): Promise<DisputedBoard> {
  const { board, versionId } = setup;
  const now = BigInt(await networkHelpers.time.latest());
  if (status === "suspended") await board.suspend(versionId, now + 1_000_000n, "A trap");
  if (status === "expired") await networkHelpers.time.increaseTo(await expiryOf(setup));
  if (status === "revoked") await board.revoke(versionId, false, "Its publisher asked");
  return setup;
}

/** What a dispute about a certificate in each state comes to: refused, or what a ruling leaves, for cause or not. */
const table: Record<
  Status,
  "refused" | Record<"upheld" | "rejected", { status: Status; forCause: boolean }>
> = {
  none: "refused",
  valid: {
    upheld: { status: "revoked", forCause: true },
    rejected: { status: "valid", forCause: false },
  },
  suspended: {
    upheld: { status: "revoked", forCause: true },
    rejected: { status: "suspended", forCause: false },
  },
  expired: "refused",
  revoked: "refused",
};

/** The same when the state came only after the dispute was opened. */
const meanwhile: Record<
  Exclude<Status, "none" | "valid">,
  Record<"upheld" | "rejected", { status: Status; forCause: boolean }>
> = {
  suspended: {
    upheld: { status: "revoked", forCause: true },
    rejected: { status: "suspended", forCause: false },
  },
  expired: {
    upheld: { status: "revoked", forCause: true },
    rejected: { status: "expired", forCause: false },
  },
  // What was revoked without cause stays so: a revocation is final.
  revoked: {
    upheld: { status: "revoked", forCause: false },
    rejected: { status: "revoked", forCause: false },
  },
};

const open = ({ disputes, stranger, versionId }: DisputedBoard) =>
  disputes.connect(stranger).open(DISPUTE.certificate, versionId, EVIDENCE);

async function ruled(setup: DisputedBoard, ruling: "upheld" | "rejected") {
  const { board, certifications, disputes, versionId } = setup;
  const { evidenceEndsAt } = await disputes.dispute(1n);
  if ((await networkHelpers.time.latest()) < evidenceEndsAt)
    await networkHelpers.time.increaseTo(evidenceEndsAt);
  await expect(disputes.rule(1n, RULING[ruling]))
    .to.emit(disputes, "RulingDelivered")
    .withArgs(1n, ruling === "upheld");
  const status = await certifications.statusOf(versionId, board);
  const { revokedForCause: forCause } = await certifications.certificationOf(versionId, board);
  return { status, forCause };
}

describe("ReviewBoard: disputes about certificates, every state and call", () => {
  it("has a row for every state", () => {
    expect(table).to.have.all.keys(Object.keys(STATUS));
    expect(certificateIn).to.have.all.keys(Object.keys(STATUS));
    expect(meanwhile).to.have.all.keys(
      Object.keys(STATUS).filter((name) => !["none", "valid"].includes(name)),
    );
  });

  for (const [name, outcome] of Object.entries(table) as [Status, (typeof table)[Status]][]) {
    if (outcome === "refused") {
      it(`${name}: takes no dispute`, async () => {
        const setup = await networkHelpers.loadFixture(certificateIn[name]);
        expect(await setup.certifications.statusOf(setup.versionId, setup.board)).to.equal(STATUS[name]);
        await expect(open(setup))
          .to.be.revertedWithCustomError(setup.board, "ReviewBoardNotDisputable")
          .withArgs(DISPUTE.certificate, setup.versionId);
      });
      continue;
    }
    for (const [ruling, { status, forCause }] of Object.entries(outcome)) {
      it(`${name}: a dispute that is ${ruling} leaves it ${status}`, async () => {
        const setup = await networkHelpers.loadFixture(certificateIn[name]);
        await open(setup);
        const found = await ruled(setup, ruling as "upheld" | "rejected");
        expect(found).to.deep.equal({ status: STATUS[status], forCause });
      });
    }
  }

  for (const [name, outcome] of Object.entries(meanwhile)) {
    for (const [ruling, { status, forCause }] of Object.entries(outcome)) {
      it(`${name} while it is disputed: a dispute that is ${ruling} leaves it ${status}`, async () => {
        const setup = await networkHelpers.loadFixture(disputableCertificate);
        // Opened shortly before the end, since no ruling waits as long as a certificate lasts.
        if (name === "expired") await networkHelpers.time.increaseTo((await expiryOf(setup)) - 5n);
        await open(setup);
        await within(setup, name as Status);
        const found = await ruled(setup, ruling as "upheld" | "rejected");
        expect(found).to.deep.equal({ status: STATUS[status], forCause });
      });
    }
  }
});
