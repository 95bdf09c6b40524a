import { expect } from "chai";
import { type Anomaly, anomalyWatch } from "../../src/core/anomaly.ts";
import type { Notice } from "../../src/core/notice.ts";
import type { Performed } from "../../src/core/perform.ts";
import type { RunStore } from "../../src/core/ports.ts";
import type { Run, RunChange } from "../../src/core/run.ts";
import { type AnomalyStore, vigilantPerform, vigilantRuns } from "../../src/core/vigilance.ts";
import { hashOf, MemoryBlocks, taskIn } from "../doubles/chain.ts";
import { MemoryLog } from "../doubles/log.ts";

const task = taskIn(new MemoryBlocks().head);

const setUp = (held: string | null = null) => {
  const recorded: Anomaly[] = [];
  const raised: Anomaly[] = [];
  const notices: Notice[] = [];
  const store: AnomalyStore = {
    record: async (anomaly) => {
      const known = recorded.some(({ kind, taskId }) => kind === anomaly.kind && taskId === anomaly.taskId);
      recorded.push(anomaly);
      return !known;
    },
    quarantine: async () => held,
    notify: async (notice) => void notices.push(notice),
  };
  const log = new MemoryLog();
  const ports = {
    watch: anomalyWatch(),
    store,
    log,
    raised: (anomaly: Anomaly) => void raised.push(anomaly),
  };
  return { ports, recorded, raised, notices, log };
};

const refusal = (reason: "content-tampered" | "protocol" | "not-certified"): Performed => ({
  status: reason === "protocol" ? "void" : "refused",
  reason,
  detail: `It is ${reason}.`,
});

describe("performing under watch", () => {
  it("runs no version that is in quarantine", async () => {
    const { ports } = setUp("another result was settled");
    const perform = vigilantPerform(async () => expect.fail("it ran"), ports);
    expect(await perform(task)).to.deep.equal({
      status: "refused",
      reason: "quarantined",
      detail: "The version is in quarantine here: another result was settled",
    });
  });

  for (const [reason, kind] of [
    ["content-tampered", "tampered"],
    ["protocol", "escape-attempt"],
  ] as const) {
    it(`takes ${reason} for ${kind}`, async () => {
      const { ports, raised } = setUp();
      const { taskId, versionId } = task;
      expect(await vigilantPerform(async () => refusal(reason), ports)(task)).to.deep.equal(refusal(reason));
      expect(raised).to.deep.equal([{ kind, taskId, versionId, detail: `It is ${reason}.` }]);
    });
  }

  it("finds nothing about an ordinary refusal", async () => {
    const { ports, recorded } = setUp();
    await vigilantPerform(async () => refusal("not-certified"), ports)(task);
    expect(recorded).to.deep.equal([]);
  });

  it("raises an anomaly once, however often its task is tried", async () => {
    const { ports, raised, log } = setUp();
    const perform = vigilantPerform(async () => refusal("content-tampered"), ports);
    await perform(task);
    await perform(task);
    expect(raised).to.have.length(1);
    expect(log.lines.map(({ message }) => message)).to.deep.equal(["Anomaly: It is content-tampered."]);
  });

  it("lets a fault of the performance through", async () => {
    const fault = new Error("the gateway is away");
    const perform = vigilantPerform(async () => Promise.reject(fault), setUp().ports);
    expect(await perform(task).catch((error: unknown) => error)).to.equal(fault);
  });
});

describe("runs under watch", () => {
  const run = { event: task, phase: "revealed" } as Run;
  const runs: RunStore = {
    claim: async () => [],
    change: async () => true,
    saveResult: async () => null,
    runs: async () => [],
  };
  const MISMATCH: RunChange = {
    phase: "settled",
    reason: "replica-mismatch",
    detail: "Settled with another.",
  };

  it("raise a result that the others don't share", async () => {
    const { ports, raised } = setUp();
    expect(await vigilantRuns(runs, ports).change(run, MISMATCH)).to.equal(true);
    const { taskId, versionId } = task;
    expect(raised).to.deep.equal([
      { kind: "replica-mismatch", taskId, versionId, detail: "Settled with another." },
    ]);
  });

  it("end no run before what it shows is written down", async () => {
    const { ports } = setUp();
    const fault = new Error("the database went away");
    const record = async () => Promise.reject(fault);
    const ended: RunChange[] = [];
    const change: RunStore["change"] = async (_, written) => ended.push(written) > 0;
    const watched = vigilantRuns({ ...runs, change }, { ...ports, store: { ...ports.store, record } });
    expect(await watched.change(run, MISMATCH).catch((error: unknown) => error)).to.equal(fault);
    expect(ended).to.deep.equal([]);
  });

  it("tell nobody of a task that was over before the executor came", async () => {
    const { ports, recorded, notices } = setUp();
    const over: RunChange = { phase: "missed", reason: "task-over", detail: "It was over." };
    await vigilantRuns(runs, ports).change(run, over);
    expect([recorded, notices]).to.deep.equal([[], []]);
  });

  it("tell of a step that came too late", async () => {
    const { ports, notices } = setUp();
    const late: RunChange = { phase: "missed", reason: "reveal-window-over", detail: "The time was over." };
    await vigilantRuns(runs, ports).change(run, late);
    expect(notices).to.deep.equal([
      {
        id: `missed:${task.taskId}`,
        kind: "deadline-missed",
        taskId: task.taskId,
        text: `Missed task ${task.taskId}: The time was over.`,
      },
    ]);
  });

  it("leave everything else as it was", async () => {
    const known = { event: task } as Run;
    const store = { ...runs, runs: async () => [known] };
    expect(await vigilantRuns(store, setUp().ports).runs(hashOf("task"))).to.deep.equal([known]);
  });
});
