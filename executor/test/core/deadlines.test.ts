import { expect } from "chai";
import { watchDeadlines } from "../../src/core/deadlines.ts";
import type { Notice } from "../../src/core/notice.ts";
import type { Phase } from "../../src/core/run.ts";
import { hashOf } from "../doubles/chain.ts";

const TASK = hashOf("task");
/** Commit until 1,100, reveal until 1,200. */
const DEADLINES = { createdAt: 1_000, commitBy: 1_100, revealBy: 1_200 };

const told = async (phase: Phase, now: number): Promise<readonly string[]> => {
  const notices: Notice[] = [];
  await watchDeadlines({
    openRuns: async () => [{ taskId: TASK, phase }],
    now: async () => now,
    deadlines: async () => DEADLINES,
    notify: async (notice) => void notices.push(notice),
  });
  return notices.map(({ id, text }) => `${id} ${text}`);
};

describe("the watch of deadlines", () => {
  it("tells of a commitment that isn't sent when a quarter of its time is left", async () => {
    expect(await told("executed", 1_074)).to.deep.equal([]);
    expect(await told("executed", 1_075)).to.deep.equal([
      `deadline:commit:${TASK} 25 s are left to commit in task ${TASK}, and it isn't done yet.`,
    ]);
  });

  it("tells of a commitment that isn't opened when a quarter of its time is left", async () => {
    expect(await told("committed", 1_174)).to.deep.equal([]);
    expect(await told("committed", 1_180)).to.deep.equal([
      `deadline:reveal:${TASK} 20 s are left to reveal in task ${TASK}, and it isn't done yet.`,
    ]);
  });

  it("is silent about what was revealed, and about what is over", async () => {
    expect(await told("revealed", 1_199)).to.deep.equal([]);
    expect(await told("pending", 1_101)).to.deep.equal([]);
  });

  it("asks the chain for nothing while no run is open", async () => {
    const unasked = async () => expect.fail("it asked");
    await watchDeadlines({ openRuns: async () => [], now: unasked, deadlines: unasked, notify: unasked });
  });
});
