import { expect } from "chai";
import type { Hex } from "viem";
import type { TextStorage } from "../config/overrides.ts";
import { openPendingTransactions } from "./pending.ts";
import { createTracker, type Outcome } from "./tracker.ts";

function memory(entries = new Map<string, string>()): TextStorage {
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}

/** A chain whose answers the test gives. */
function chain() {
  const waiting = new Map<Hex, (outcome: Outcome) => void>();
  const asked: Hex[] = [];
  return {
    asked,
    answer: async (hash: Hex, outcome: Outcome) => {
      waiting.get(hash)?.(outcome);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    },
    awaitOutcome: (hash: Hex) => {
      asked.push(hash);
      return new Promise<Outcome>((resolve) => waiting.set(hash, resolve));
    },
  };
}

const vote = { hash: "0xaa" as Hex, label: "Vote", key: "vote:1", sentAt: 5 };

describe("sent transactions", () => {
  it("survive a reload and are followed again", async () => {
    const storage = memory();
    const first = chain();
    createTracker(openPendingTransactions(storage, 1), first.awaitOutcome).track(vote);

    const second = chain();
    const reloaded = createTracker(openPendingTransactions(storage, 1), second.awaitOutcome);
    expect(reloaded.pending.read()).to.deep.equal([vote]);
    reloaded.resume();
    await second.answer("0xaa", { phase: "mined", block: 9n });
    expect(reloaded.settled.read()).to.deep.equal([{ ...vote, outcome: { phase: "mined", block: 9n } }]);
    expect(openPendingTransactions(storage, 1).read()).to.deep.equal([]);
  });

  it("of another chain are apart", () => {
    const storage = memory();
    openPendingTransactions(storage, 1).add(vote);
    expect(openPendingTransactions(storage, 2).read()).to.deep.equal([]);
  });

  it("are followed once, however often that is asked", () => {
    const { asked, awaitOutcome } = chain();
    const tracker = createTracker(openPendingTransactions(memory(), 1), awaitOutcome);
    tracker.track(vote);
    tracker.track(vote);
    tracker.resume();
    expect(asked).to.deep.equal(["0xaa"]);
    expect(tracker.pending.read()).to.deep.equal([vote]);
  });

  it("end as failed when following them fails", async () => {
    const failing = () => Promise.reject(new Error("node is gone"));
    const tracker = createTracker(openPendingTransactions(memory(), 1), failing);
    tracker.track(vote);
    await new Promise<void>((resolve) => {
      const stop = tracker.pending.subscribe(() => {
        stop();
        resolve();
      });
    });
    expect(tracker.settled.read()[0]?.outcome).to.deep.equal({ phase: "failed", reason: "node is gone" });
  });

  it("that ended leave the list when dismissed", async () => {
    const { answer, awaitOutcome } = chain();
    const tracker = createTracker(openPendingTransactions(memory(), 1), awaitOutcome);
    tracker.track(vote);
    await answer("0xaa", { phase: "reverted", reason: "late" });
    tracker.dismiss("0xaa");
    expect(tracker.settled.read()).to.deep.equal([]);
  });

  for (const text of ["not json", "{}", '[{"hash":7}]', "null"]) {
    it(`are none when the browser kept ${text}`, () => {
      const storage = memory(new Map([["nexus:pending:1", text]]));
      expect(openPendingTransactions(storage, 1).read()).to.deep.equal([]);
    });
  }
});
