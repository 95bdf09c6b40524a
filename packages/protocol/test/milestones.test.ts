import { expect } from "chai";
import type { Address, Hex } from "viem";
import { type CandidateTask, milestoneProof } from "../src/index.ts";

const account = (digit: string): Address => `0x${digit.repeat(40)}`;
const terms = { attester: account("A"), claimant: account("c"), minimumReward: 5n };
const idOf = (name: string): Hex => `0x${name.padStart(64, "0")}`;

const run = (name: string, change: Partial<CandidateTask> = {}): CandidateTask => ({
  taskId: idOf(name),
  kind: "Execution",
  requester: account("1"),
  reward: 5n,
  passed: true,
  valid: true,
  ...change,
});
const audit = (change: Partial<CandidateTask> = {}) =>
  run("a", { kind: "Audit", requester: account("a"), reward: 0n, ...change });
const executed = { kind: "Executed", runs: 2 } as const;
const audited = { kind: "Audited", runs: 0 } as const;

describe("milestoneProof", () => {
  it("of a certification needs no tasks", () => {
    expect(milestoneProof({ kind: "Certified", runs: 0 }, terms, [])).to.deep.equal([]);
  });

  it("of an audit is the attester's that passed, however its address is written", () => {
    const foreign = audit({ taskId: idOf("f"), requester: account("b") });
    expect(milestoneProof(audited, terms, [foreign, audit()])).to.deep.equal([idOf("a")]);
  });

  for (const [name, change] of Object.entries({
    "somebody else's": { requester: account("b") },
    "one that failed the version": { passed: false },
    "one that isn't valid": { valid: false },
    "a run": { kind: "Execution" },
  } as const)) {
    it(`of an audit isn't ${name}`, () => {
      expect(milestoneProof(audited, terms, [audit(change)])).to.equal(undefined);
    });
  }

  it("of runs is one of each requester, ascending, and no more than counted", () => {
    const runs = ["3", "1", "2", "1"].map((digit, index) => run(`${index}`, { requester: account(digit) }));
    expect(milestoneProof(executed, terms, runs)).to.deep.equal([idOf("3"), idOf("2")]);
  });

  for (const [name, change] of Object.entries({
    "the claimant's": { requester: account("C") },
    "one that paid too little": { reward: 4n },
    "one that isn't valid": { valid: false },
    "an audit": { kind: "Audit" },
    "the same requester's": { requester: account("1") },
  } as const)) {
    it(`of runs doesn't count ${name}`, () => {
      const second = run("second", { requester: account("2"), ...change });
      expect(milestoneProof(executed, terms, [run("first"), second])).to.equal(undefined);
    });
  }
});
