import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { StackError } from "./errors.ts";
import { readState, reclaim, type StackState, startedAt, writeState } from "./state.ts";

const EMPTY: Omit<StackState, "launcher" | "processes"> = {
  chainId: 31337,
  rpcUrl: "",
  gateway: "",
  contentDirectory: "",
  index: "",
  page: "",
  executors: [],
};

describe("state of the local stack", () => {
  let directory: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nexus-state-"));
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    rmSync(directory, { recursive: true });
  });

  const sleeper = () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    children.push(child);
    return { child, pid: child.pid ?? 0 };
  };

  it("ends what a killed launcher left behind, and forgets it", async () => {
    const { child, pid } = sleeper();
    const ended = once(child, "exit");
    const processes = [{ name: "executor-1", pid, startedAt: startedAt(pid) }];
    writeState(directory, { ...EMPTY, launcher: 1, processes });
    expect(await reclaim(directory)).to.deep.equal(["executor-1"]);
    await ended;
    expect(readState(directory)).to.equal(undefined);
  });

  it("leaves alone a process that merely has the pid of an earlier one", async () => {
    const { child, pid } = sleeper();
    writeState(directory, {
      ...EMPTY,
      launcher: 1,
      processes: [{ name: "executor-1", pid, startedAt: "1" }],
    });
    expect(await reclaim(directory)).to.deep.equal([]);
    expect(child.exitCode).to.equal(null);
  });

  it("refuses to start beside a launcher that is alive", async () => {
    const processes = [{ name: "launcher", pid: process.pid, startedAt: startedAt(process.pid) }];
    writeState(directory, { ...EMPTY, launcher: process.pid, processes });
    const fault = await reclaim(directory).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(StackError);
    expect((fault as StackError).message).to.equal(
      `This folder's stack is already running (process ${process.pid}). Stop it with Ctrl-C first.`,
    );
  });
});
