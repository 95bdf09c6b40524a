import { expect } from "chai";
import { isBusy, nextTransaction, type TransactionEvent, type TransactionState } from "./transaction.ts";

const run = (events: readonly TransactionEvent[], from: TransactionState = { phase: "idle" }) =>
  events.reduce(nextTransaction, from);

const pending: TransactionState = { phase: "pending", hash: "0xaa" };

describe("the life of a transaction", () => {
  it("goes from asking to a block", () => {
    const events: TransactionEvent[] = [
      { type: "start" },
      { type: "switch" },
      { type: "simulated" },
      { type: "send", hash: "0xaa" },
      { type: "mine", hash: "0xaa", block: 7n },
    ];
    const phases = events.map((_, count) => run(events.slice(0, count + 1)).phase);
    expect(phases).to.deep.equal(["simulating", "switching", "signing", "pending", "mined"]);
    expect(run(events)).to.deep.equal({ phase: "mined", hash: "0xaa", block: 7n });
  });

  it("ends before signing when the chain would refuse it", () => {
    expect(run([{ type: "start" }, { type: "refuse", reason: "no seat" }])).to.deep.equal({
      phase: "refused",
      reason: "no seat",
    });
  });

  it("ends calmly when the person declines", () => {
    expect(run([{ type: "start" }, { type: "simulated" }, { type: "decline" }])).to.deep.equal({
      phase: "declined",
    });
  });

  it("keeps the hash when a mined one reverted", () => {
    expect(run([{ type: "revert", hash: "0xaa", reason: "late" }], pending)).to.deep.equal({
      phase: "reverted",
      hash: "0xaa",
      reason: "late",
    });
  });

  it("names both hashes when it was replaced", () => {
    expect(run([{ type: "replace", by: "0xbb", how: "cancelled" }], pending)).to.deep.equal({
      phase: "replaced",
      hash: "0xaa",
      by: "0xbb",
      how: "cancelled",
    });
  });

  it("is found again as pending after a reload", () => {
    expect(run([{ type: "send", hash: "0xaa" }])).to.deep.equal(pending);
  });

  it("can start again after any end", () => {
    const ends: TransactionState[] = [
      { phase: "refused", reason: "" },
      { phase: "declined" },
      { phase: "failed", reason: "" },
      { phase: "mined", hash: "0xaa", block: 1n },
      { phase: "reverted", hash: "0xaa", reason: "" },
      { phase: "replaced", hash: "0xaa", by: "0xbb", how: "replaced" },
    ];
    for (const end of ends) expect(nextTransaction(end, { type: "start" }).phase).to.equal("simulating");
  });

  it("isn't started twice, reset or declined while it is on its way", () => {
    for (const type of ["start", "reset", "decline", "switch", "simulated"] as const)
      expect(nextTransaction(pending, { type })).to.equal(pending);
    expect(nextTransaction(pending, { type: "refuse", reason: "late" })).to.equal(pending);
  });

  it("takes no answer it didn't ask for", () => {
    const idle: TransactionState = { phase: "idle" };
    expect(nextTransaction(idle, { type: "decline" })).to.equal(idle);
    expect(nextTransaction(idle, { type: "fail", reason: "x" })).to.equal(idle);
    expect(nextTransaction(idle, { type: "replace", by: "0xbb", how: "replaced" })).to.equal(idle);
  });
});

describe("isBusy", () => {
  it("is true from the simulation to the block", () => {
    const phases = ["switching", "simulating", "signing"] as const;
    expect(phases.every((phase) => isBusy({ phase })) && isBusy(pending)).to.equal(true);
    expect(isBusy({ phase: "idle" }) || isBusy({ phase: "declined" })).to.equal(false);
  });
});
