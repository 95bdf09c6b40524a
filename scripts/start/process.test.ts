import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { StackError } from "./errors.ts";
import { type ManagedProcess, type ProcessOptions, startProcess } from "./process.ts";

const STAYS = "console.log(process.env.GREETING); setInterval(() => {}, 1_000)";

describe("a process of the local stack", () => {
  let directory: string;
  let managed: ManagedProcess | undefined;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nexus-process-"));
  });

  afterEach(async () => {
    await managed?.stop();
    rmSync(directory, { recursive: true });
  });

  const logFile = () => join(directory, "logs/sleeper.log");
  const greeted = (times: number) => async () => {
    const lines = readFileSync(logFile(), "utf8").trim().split("\n");
    if (lines.length !== times || lines.some((line) => line !== "hello")) throw new Error(lines.join());
  };

  const start = (program: string, probe: ProcessOptions["probe"]) => {
    const env = { ...process.env, GREETING: "hello" };
    const args = ["-e", program];
    managed = startProcess({
      name: "Sleeper",
      command: process.execPath,
      args,
      logFile: logFile(),
      env,
      probe,
    });
    return managed;
  };

  it("says how it ended, and is started again as it was", async () => {
    let times = 1;
    const sleeper = start(STAYS, () => greeted(times)());
    await sleeper.ready();
    const first = sleeper.pid;
    process.kill(first, "SIGKILL");
    expect(await sleeper.ended()).to.equal("killed by SIGKILL");
    expect([sleeper.running(), await sleeper.answers()]).to.deep.equal([false, false]);
    times = 2;
    sleeper.restart();
    await sleeper.ready();
    expect(sleeper.pid).not.to.equal(first);
    expect([sleeper.running(), await sleeper.answers()]).to.deep.equal([true, true]);
  });

  it("isn't started a second time while it runs", async () => {
    const sleeper = start(STAYS, greeted(1));
    await sleeper.ready();
    expect(() => sleeper.restart()).to.throw("Sleeper is still running");
  });

  it("tells the end of its log when it ends before it is ready", async () => {
    const sleeper = start("console.log('no room'); process.exit(3)", () =>
      Promise.reject(new Error("silent")),
    );
    expect(await sleeper.ended()).to.equal("exit code 3");
    const fault = await sleeper.ready().catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(StackError);
    expect((fault as StackError).message).to.equal(
      `Sleeper ended while starting. Its log (${logFile()}) ends with:\n  no room`,
    );
  });
});
