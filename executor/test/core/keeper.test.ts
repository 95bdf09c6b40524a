import type { BountyState, DisputeState, FeeState, ProposalState, TaskState } from "@nexus/protocol";
import { expect } from "chai";
import { type Kept, keepOnce } from "../../src/core/keeper.ts";
import type { BeforeSend, KeeperChain, KeepItem, Posting } from "../../src/core/ports.ts";
import { hashOf, taskIn } from "../doubles/chain.ts";
import { MemoryLog } from "../doubles/log.ts";
import { MemoryStore } from "../doubles/store.ts";

const NOW = 1_000;
/** What a step costs, in wei. */
const PAID = 7n;
/** What it may cost, for all that is known when it is sent. */
const MOST = 2n * PAID;
const BLOCK = { number: 2n, hash: hashOf("block 2"), parentHash: hashOf("block"), timestamp: NOW };

describe("keeping", () => {
  const setUp = async (
    item: KeepItem,
    answers: Partial<KeeperChain>,
    posting: Posting["status"] | "waiting" = "mined",
    error = "TooEarly",
  ) => {
    const store = new MemoryStore();
    const log = new MemoryLog();
    const acts: string[] = [];
    await store.apply({
      after: null,
      cursor: { number: 1n, hash: hashOf("block") },
      events: [{ type: "keep", item }],
    });
    const act = (name: string) => async (id: unknown, beforeSend: BeforeSend) => {
      acts.push(`${name} ${id}`);
      if (posting !== "refused") await beforeSend("0x", MOST);
      if (posting === "waiting") throw new Error("not mined in time");
      return (
        posting === "refused" ? { status: posting, error } : { status: posting, hash: "0x", paid: PAID }
      ) as Posting;
    };
    const unasked = async () => expect.fail("asked for something else");
    const chain: KeeperChain = {
      now: async () => NOW,
      review: unasked,
      taskState: unasked,
      bounty: unasked,
      executeReview: act("executeReview"),
      settleFee: act("settleFee"),
      settle: act("settle"),
      dueMilestone: unasked,
      release: async (id, { milestone, proof }, beforeSend) =>
        act(`release milestone ${milestone} by ${proof.length} of`)(id, beforeSend),
      freeClaim: act("freeClaim"),
      expire: act("expire"),
      lapseDispute: act("lapseDispute"),
      dispute: unasked,
      lapse: act("lapse"),
      deliver: act("deliver"),
      isUnpruned: unasked,
      prune: act("prune"),
      ...answers,
    };
    const around = (_step: string, act: () => Promise<Kept>) => act();
    const ports = { chain, store, intervalMs: 500, dailyWei: 3n * PAID, around, log };
    return { ports, store, log, acts };
  };

  const review = (state: ProposalState, eta = NOW, fee: FeeState = "None") => ({
    review: async () => ({ state, eta, fee }),
  });
  const task = (state: TaskState) => ({ taskState: async () => state });
  const bounty = (state: BountyState, fields = {}) => ({
    bounty: async () => ({ ...aClaim, state, ...fields }),
    dueMilestone: async () => null,
  });
  const aClaim = {
    claimEndsAt: NOW,
    deadline: NOW,
    payableFrom: NOW,
    lapsesAt: NOW,
    versionId: hashOf("version"),
  };
  const due = (fields = {}) => ({
    ...bounty("Submitted", fields),
    dueMilestone: async () => ({ milestone: 1, proof: [hashOf("run"), hashOf("another run")] }),
  });

  const dispute = (state: DisputeState, delivered = false) => ({
    dispute: async () => ({ state, delivered }),
  });

  const chamber = (isUnpruned: boolean) => ({ isUnpruned: async () => isUnpruned });

  const aChamber = { kind: "chamber", id: "2" } as const;
  const aDispute = { kind: "dispute", id: "3" } as const;
  const aReview = { kind: "review", id: "7" } as const;
  const aTask = { kind: "task", id: hashOf("task") } as const;
  const aBounty = { kind: "bounty", id: "9" } as const;

  const steps = [
    ["executes a passed review when its eta comes", aReview, review("Queued"), "executeReview 7"],
    ["settles the fee of a certified review", aReview, review("Executed", NOW, "Due"), "settleFee 7"],
    ["settles the fee of a rejected review", aReview, review("Defeated", 0, "Due"), "settleFee 7"],
    ["settles a ripe task", aTask, task("Settleable"), `settle ${hashOf("task")}`],
    ["releases a milestone that is met", aBounty, due(), "release milestone 1 by 2 of 9"],
    [
      "releases it even when its claim is late",
      aBounty,
      due({ claimEndsAt: 1 }),
      "release milestone 1 by 2 of 9",
    ],
    [
      "ends a dispute that nobody ruled",
      aBounty,
      bounty("Disputed", { lapsesAt: NOW - 1 }),
      "lapseDispute 9",
    ],
    [
      "frees a submission that is late",
      aBounty,
      bounty("Submitted", { claimEndsAt: NOW - 1 }),
      "freeClaim 9",
    ],
    ["frees a claim that is late", aBounty, bounty("Claimed", { claimEndsAt: NOW - 1 }), "freeClaim 9"],
    ["expires an open bounty past its deadline", aBounty, bounty("Open", { deadline: NOW - 1 }), "expire 9"],
    ["lets a dispute lapse that nobody ruled in time", aDispute, dispute("Overdue"), "lapse 3"],
    ["hands over a ruling that wasn't taken", aDispute, dispute("Upheld"), "deliver 3"],
    ["takes out expired seats that nobody took out", aChamber, chamber(true), "prune 2"],
  ] as const;
  for (const [name, item, answers, step] of steps) {
    it(name, async () => {
      const { ports, acts, store } = await setUp(item, answers);
      expect(await keepOnce(ports)).to.equal(1);
      expect(acts).to.deep.equal([step]);
      expect(await store.due(1)).to.deep.equal([]);
      store.now = 500;
      expect(await store.due(1)).to.deep.equal([item]);
    });
  }

  const waits = [
    ["a review in its challenge window", aReview, review("Queued", NOW + 1)],
    ["a review under vote", aReview, review("Active", 0)],
    ["the fee of a review under vote", aReview, review("Active", 0, "Undecided")],
    ["the fee of a rejected review that may be appealed", aReview, review("Defeated", 0, "Undecided")],
    ["a task that collects commitments", aTask, task("Committing")],
    ["a task that collects reveals", aTask, task("Revealing")],
    ["a claim in time", aBounty, bounty("Claimed")],
    ["a submission in time", aBounty, bounty("Submitted")],
    ["a submission that can be contested", aBounty, due({ payableFrom: NOW + 1 })],
    ["a claim under dispute", aBounty, bounty("Disputed", { claimEndsAt: 1 })],
    ["a bounty up to its deadline", aBounty, bounty("Open")],
    ["a dispute open to a counter-bond", aDispute, dispute("Countering")],
    ["a dispute open to evidence", aDispute, dispute("Evidence")],
    ["a dispute that its arbitrator can rule", aDispute, dispute("Arbitration")],
  ] as const;
  for (const [name, item, answers] of waits) {
    it(`leaves ${name} alone, and comes back`, async () => {
      const { ports, acts, store } = await setUp(item, answers);
      expect(await keepOnce(ports)).to.equal(0);
      expect(acts).to.deep.equal([]);
      store.now = 500;
      expect(await store.due(1)).to.deep.equal([item]);
    });
  }

  const overs = [
    ...(["Canceled", "Defeated", "Expired", "Executed"] as const).map(
      (state) => [aReview, state, review(state)] as const,
    ),
    ...(["Reclaimable", "Closed"] as const).map(
      (fee) => [aReview, `Executed and its fee ${fee}`, review("Executed", NOW, fee)] as const,
    ),
    ...(["Settled", "Failed", "None"] as const).map((state) => [aTask, state, task(state)] as const),
    ...(["Paid", "Expired", "None"] as const).map((state) => [aBounty, state, bounty(state)] as const),
    ...(["Upheld", "Rejected", "Unruled", "None"] as const).map(
      (state) => [aDispute, state, dispute(state, true)] as const,
    ),
    [aReview, "unknown", { review: async () => null }] as const,
  ];
  for (const [item, state, answers] of overs) {
    it(`forgets a ${item.kind} that is ${state}`, async () => {
      const { ports, acts, store } = await setUp(item, answers);
      await keepOnce(ports);
      expect(acts).to.deep.equal([]);
      store.now = 10_000;
      expect(await store.due(1)).to.deep.equal([]);
    });
  }

  for (const status of ["refused", "reverted"] as const) {
    it(`takes a step that was ${status} for a lost race`, async () => {
      const { ports, log, store } = await setUp(aTask, task("Settleable"), status);
      expect(await keepOnce(ports)).to.equal(0);
      expect(log.lines).to.deep.equal([]);
      store.now = 500;
      expect(await store.due(1)).to.deep.equal([aTask]);
    });
  }

  it("doesn't ask for a review again and again while a dispute holds it, until that is over", async () => {
    const { ports, acts, store } = await setUp(aReview, review("Queued"), "refused", "ReviewBoardHeld");
    for (const second of [0, 1, 10, 60, 600, 3_599]) {
      store.now = second * 1_000;
      expect(await keepOnce(ports)).to.equal(0);
    }
    expect(acts).to.deep.equal(["executeReview 7"]);
    const after = await store.cursor();
    const cursor = { number: BLOCK.number, hash: BLOCK.hash };
    await store.apply({ after, cursor, events: [{ type: "keep", item: aReview }] });
    await keepOnce(ports);
    expect(acts).to.deep.equal(["executeReview 7", "executeReview 7"]);
  });

  for (const status of ["mined", "reverted"] as const) {
    it(`sends no more once steps that were ${status} cost what they may in 24 hours, and goes on after those`, async () => {
      const { ports, acts, store, log } = await setUp(aTask, task("Settleable"), status);
      for (store.now = 0; store.now < 86_400_000; store.now += 600_000) await keepOnce(ports);
      expect(acts).to.deep.equal(Array(3).fill(`settle ${aTask.id}`));
      const waits = log.lines.filter(({ message }) => message.startsWith("The keeper spent what it may"));
      expect(waits).to.have.length(141);
      await keepOnce(ports);
      expect(acts).to.have.length(4);
    });
  }

  it("counts a step that waits for a block, once, with what it may cost", async () => {
    const { ports, acts, store } = await setUp(aTask, task("Settleable"), "waiting");
    for (store.now = 0; store.now < 5_000; store.now += 500) await keepOnce(ports);
    expect(acts).to.have.length(10);
    expect(await store.spent()).to.equal(MOST);
    const cursor = { number: 1n, hash: hashOf("block") };
    const others = ["another", "a third"].map((name) => ({ kind: "task", id: hashOf(name) }) as const);
    const events = others.map((item) => ({ type: "keep", item }) as const);
    await store.apply({ after: cursor, cursor, events });
    await keepOnce(ports);
    expect(acts.slice(10)).to.have.members([`settle ${aTask.id}`, `settle ${others[0]?.id}`]);
    expect(await store.spent()).to.equal(2n * MOST);
  });

  it("spends nothing on steps that are refused", async () => {
    const { ports, acts, store } = await setUp(aTask, task("Settleable"), "refused");
    for (store.now = 0; store.now < 5_000; store.now += 500) await keepOnce(ports);
    expect(acts).to.have.length(10);
  });

  it("looks at a chamber once an hour as long as there is nothing to take out", async () => {
    const { ports, acts, store } = await setUp(aChamber, chamber(false));
    expect(await keepOnce(ports)).to.equal(0);
    expect(acts).to.deep.equal([]);
    store.now = 3_599_999;
    expect(await store.due(1)).to.deep.equal([]);
    store.now = 3_600_000;
    expect(await store.due(1)).to.deep.equal([aChamber]);
  });

  it("looks for a milestone's proof among the version's tasks", async () => {
    const asked: unknown[] = [];
    const { ports, store } = await setUp(aBounty, {
      ...bounty("Submitted", { versionId: taskIn(BLOCK, "run").versionId }),
      dueMilestone: async (bountyId, tasks) => {
        asked.push([bountyId, tasks]);
        return null;
      },
    });
    const after = await store.cursor();
    const task = taskIn(BLOCK, "run");
    const cursor = { number: BLOCK.number, hash: BLOCK.hash };
    await store.apply({ after, cursor, events: [{ type: "task-created", task }] });
    await keepOnce(ports);
    expect(asked).to.deep.equal([[9n, [task.taskId]]]);
  });

  it("goes on with the others when one item can't be read", async () => {
    const { ports, acts, store, log } = await setUp(aTask, {
      ...review("Queued"),
      taskState: async () => {
        throw new Error("no answer");
      },
    });
    const cursor = { number: 1n, hash: hashOf("block") };
    await store.apply({ after: cursor, cursor, events: [{ type: "keep", item: aReview }] });
    expect(await keepOnce(ports)).to.equal(1);
    expect(acts).to.deep.equal(["executeReview 7"]);
    expect(log.lines.filter(({ level }) => level === "warn")).to.have.length(1);
  });
});
