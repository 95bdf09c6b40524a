import { expect } from "chai";
import { StackError } from "./errors.ts";
import type { ManagedProcess } from "./process.ts";
import { type Supervision, supervise } from "./supervisor.ts";

/** A process that ends as `endings` says; after the last of them it runs until `abort`. */
function scripted(endings: readonly string[], ready: () => Promise<void> = async () => {}) {
  const abort = new AbortController();
  const stopped = new Promise<string>((resolve) => {
    abort.signal.addEventListener("abort", () => resolve("exit code 0"));
  });
  let lives = 0;
  const managed: ManagedProcess = {
    name: "Postgres",
    pid: 1,
    logFile: "postgres.log",
    running: () => true,
    ended: async () => endings[lives] ?? stopped,
    ready,
    answers: async () => true,
    restart: () => {
      lives += 1;
    },
    stop: async () => {},
  };
  return { managed, abort, lives: () => lives };
}

/** A supervision whose clock only its pauses move, and what it did. */
function watched(abort: AbortController, afterPause: (pauses: readonly number[]) => void = () => {}) {
  let clock = 0;
  const lines: string[] = [];
  const pauses: number[] = [];
  const supervision: Supervision = {
    report: (line) => lines.push(line),
    restarted: () => {},
    signal: abort.signal,
    now: () => clock,
    pause: async (ms) => {
      pauses.push(ms);
      clock += ms;
      afterPause(pauses);
    },
  };
  const advance = (ms: number) => {
    clock += ms;
  };
  return { supervision, lines, pauses, advance };
}

describe("supervision of the local stack", () => {
  it("starts a process again that was killed, and says so", async () => {
    const { managed, abort, lives } = scripted(["killed by SIGKILL"]);
    const { supervision, lines, pauses } = watched(abort);
    const report = (line: string) => {
      supervision.report(line);
      if (line.includes("is back")) abort.abort();
    };
    const told: string[] = [];
    const back = async () => void told.push(lines.at(-1) ?? "");
    await supervise(managed, { ...supervision, report, back });
    expect(lives()).to.equal(1);
    expect(told).to.deep.equal(["Postgres is back (0.0 s)"]);
    expect(pauses).to.deep.equal([100]);
    expect(lines).to.deep.equal([
      "Postgres ended by itself (killed by SIGKILL); starting it again",
      "Postgres is back (0.0 s)",
    ]);
  });

  it("waits longer each time, and leaves a process down that keeps ending", async () => {
    const { managed, abort, lives } = scripted(Array(7).fill("exit code 1"));
    const { supervision, lines, pauses } = watched(abort);
    await supervise(managed, supervision);
    expect(pauses).to.deep.equal([100, 500, 1_000, 2_000, 4_000, 8_000]);
    expect(lives()).to.equal(6);
    expect(lines.at(-1)).to.equal(
      "Postgres ended 7 times (exit code 1); it stays down. Its log: postgres.log",
    );
  });

  it("begins with the shortest pause again after a process did its work for a while", async () => {
    const { managed, abort } = scripted(["exit code 1", "exit code 1", "exit code 1"]);
    const { supervision, pauses, advance } = watched(abort, ({ length }) => {
      if (length === 3) abort.abort();
    });
    const ended = managed.ended;
    let asked = 0;
    managed.ended = async () => {
      asked += 1;
      if (asked === 3) advance(20_001);
      return ended();
    };
    await supervise(managed, supervision);
    expect(pauses).to.deep.equal([100, 500, 100]);
  });

  it("counts a process that never was ready as one that ended, and repeats why", async () => {
    const { managed, abort } = scripted(["killed by SIGKILL", "exit code 1"], async () => {
      throw new StackError("Postgres ended while starting.");
    });
    const { supervision, lines, pauses } = watched(abort, ({ length }) => {
      if (length === 2) abort.abort();
    });
    await supervise(managed, supervision);
    expect(pauses).to.deep.equal([100, 500]);
    expect(lines).to.include("Postgres ended while starting.");
  });

  it("starts nothing once the stack stops", async () => {
    const { managed, abort, lives } = scripted(["exit code 1"]);
    const { supervision } = watched(abort, () => abort.abort());
    await supervise(managed, supervision);
    expect(lives()).to.equal(0);
  });
});
