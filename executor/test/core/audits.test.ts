import { expect } from "chai";
import type { Hex } from "viem";
import { type AuditPorts, type AuditStore, auditOnce, type LiveAudit } from "../../src/core/audits.ts";
import type { Posting } from "../../src/core/ports.ts";
import { hashOf } from "../doubles/chain.ts";
import { MemoryLog } from "../doubles/log.ts";

const VERSION = hashOf("version");
const DAY = 86_400;
const NOW = 20_000 * DAY + 100;
const RULES = { everySeconds: DAY, daily: 2, reward: 5n };

describe("auditing certified versions again", () => {
  /** Postgres's rules, in memory. */
  const memoryStore = (newest: Hex | null) => {
    const rests = new Map<Hex, number>();
    const asked = new Set<string>();
    const done: Hex[] = [];
    const store: AuditStore = {
      due: async () => [VERSION],
      later: async (versionId, afterMs) => void rests.set(versionId, afterMs),
      done: async (versionId) => void done.push(versionId),
      newest: async () => newest,
      reserve: async (versionId, period, daily) => {
        const key = `${versionId}:${period}`;
        if (asked.size < daily) asked.add(key);
        return asked.has(key);
      },
    };
    return { store, rests, asked, done };
  };

  const setUp = ({
    newest = null,
    live,
    posting = { status: "mined", hash: "0x", paid: 1n },
    status = "Valid",
  }: {
    newest?: Hex | null;
    live?: LiveAudit;
    posting?: Posting;
    status?: "Valid" | "Suspended" | "Revoked" | "Expired" | "None";
  }) => {
    const memory = memoryStore(newest);
    const log = new MemoryLog();
    const opened: unknown[] = [];
    const counts: string[] = [];
    const ports: AuditPorts = {
      chain: {
        executor: "0x00000000000000000000000000000000000000aa",
        now: async () => NOW,
        certificationStatus: async () => status,
        audit: async () => live ?? expect.fail("there is none"),
        openAudit: async (...order) => {
          opened.push(order);
          return posting;
        },
      },
      store: memory.store,
      rules: RULES,
      random: () => 0.5,
      counted: (count) => void counts.push(count),
      log,
    };
    return { ports, opened, counts, log, ...memory };
  };

  const settled = (settledAt: number, byRight = true): LiveAudit => ({
    state: "Settled",
    settledAt,
    byRight,
  });

  it("asks for one when the version was never audited here, once a period by the contract's own count", async () => {
    const { ports, opened, counts, rests } = setUp({});
    await auditOnce(ports);
    expect(opened).to.deep.equal([[VERSION, 20_000n, 5n]]);
    expect(counts).to.deep.equal(["opened"]);
    expect(rests.get(VERSION)).to.equal(60_000);
  });

  it("waits a period and some random time after the last one, whoever asked for that", async () => {
    const newest = hashOf("audit");
    const { ports, opened, rests } = setUp({ newest, live: settled(NOW - 1_000) });
    await auditOnce(ports);
    expect(opened).to.deep.equal([]);
    expect(rests.get(VERSION)).to.equal((DAY * 1.125 - 1_000) * 1_000);
  });

  it("asks for one once the last is a period ago", async () => {
    const { ports, opened } = setUp({ newest: hashOf("audit"), live: settled(NOW - DAY) });
    await auditOnce(ports);
    expect(opened).to.have.length(1);
  });

  for (const state of ["Committing", "Revealing", "Settleable"] as const) {
    it(`waits for an audit that is ${state}`, async () => {
      const live = { state, settledAt: 0, byRight: true };
      const { ports, opened, rests } = setUp({ newest: hashOf("audit"), live });
      await auditOnce(ports);
      expect(opened).to.deep.equal([]);
      expect(rests.get(VERSION)).to.equal(60_000);
    });
  }

  it("isn't put off by an audit that somebody asks for who may not", async () => {
    const { ports, opened } = setUp({ newest: hashOf("audit"), live: settled(NOW - 1, false) });
    await auditOnce(ports);
    expect(opened).to.have.length(1);
  });

  it("doesn't ask again at once when executors couldn't agree", async () => {
    const live = { state: "Failed", settledAt: NOW - 10, byRight: true } as const;
    const { ports, opened } = setUp({ newest: hashOf("audit"), live });
    await auditOnce(ports);
    expect(opened).to.deep.equal([]);
  });

  for (const status of ["Revoked", "Expired", "None"] as const) {
    it(`forgets a version whose certification is ${status}`, async () => {
      const { ports, opened, done } = setUp({ status });
      await auditOnce(ports);
      expect([opened, done]).to.deep.equal([[], [VERSION]]);
    });
  }

  it("rests while a certification is suspended", async () => {
    const { ports, opened, done, rests } = setUp({ status: "Suspended" });
    await auditOnce(ports);
    expect([opened, done]).to.deep.equal([[], []]);
    expect(rests.get(VERSION)).to.equal(60_000);
  });

  it("asks for no more audits a day than it may", async () => {
    const { ports, asked, counts, opened, log } = setUp({});
    asked.add("one").add("two");
    await auditOnce(ports);
    expect(opened).to.deep.equal([]);
    expect(counts).to.deep.equal(["over-budget"]);
    expect(log.lines.map(({ message }) => message)).to.deep.equal([
      "An audit is due, but the day's audits are used up.",
    ]);
  });

  it("rests until the next period once it, or another of its processes, has asked in this one", async () => {
    const posting = { status: "refused", error: "ResultConsensusTaskExists" } as const;
    const { ports, counts, rests, log } = setUp({ posting });
    await auditOnce(ports);
    expect([counts, log.lines]).to.deep.equal([[], []]);
    expect(rests.get(VERSION)).to.equal((DAY - 100) * 1_000);
  });

  it("says why the contract refuses one, and comes back", async () => {
    const posting = { status: "refused", error: "ERC20InsufficientBalance" } as const;
    const { ports, rests, log } = setUp({ posting });
    await auditOnce(ports);
    expect(rests.get(VERSION)).to.equal(60_000);
    expect(log.lines.map(({ level, message }) => [level, message])).to.deep.equal([
      ["warn", "The contract refuses an audit that is due; it is tried again."],
    ]);
  });

  it("comes back when the node doesn't answer", async () => {
    const { ports, rests, log } = setUp({});
    const certificationStatus = async () => {
      throw new Error("no answer");
    };
    await auditOnce({ ...ports, chain: { ...ports.chain, certificationStatus } });
    expect(rests.get(VERSION)).to.equal(60_000);
    expect(log.lines).to.have.length(1);
  });
});
