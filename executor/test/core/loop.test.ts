import { expect } from "chai";
import { backoffMs } from "../../src/core/backoff.ts";
import { coalesce } from "../../src/core/coalesce.ts";
import { viewCauses, viewFault } from "../../src/core/fault.ts";
import { startLoop } from "../../src/core/loop.ts";
import { PortTakenError } from "../../src/errors.ts";
import { MemoryLog } from "../doubles/log.ts";

describe("coalescing", () => {
  it("works on one key at a time, and once more for calls that came meanwhile", async () => {
    const gates: (() => void)[] = [];
    const begun: string[] = [];
    const call = coalesce((key: string) => {
      begun.push(key);
      return new Promise<void>((resolve) => gates.push(resolve));
    });
    const first = call("a");
    await Promise.all([call("a"), call("a")]);
    const other = call("b");
    expect(begun).to.deep.equal(["a", "b"]);
    gates[0]?.();
    gates[1]?.();
    await other;
    await new Promise(setImmediate);
    expect(begun).to.deep.equal(["a", "b", "a"]);
    gates[2]?.();
    await first;
    expect(begun).to.have.length(3);
  });

  it("is free again after a fault", async () => {
    let calls = 0;
    const call = coalesce(async () => {
      calls += 1;
      throw new Error("no");
    });
    for (let i = 0; i < 2; i += 1) await call("a").catch(() => {});
    expect(calls).to.equal(2);
  });
});

describe("backing off", () => {
  it("doubles up to a limit, half of it random", () => {
    const least = { longestMs: 4_000, random: () => 0 };
    const most = { longestMs: 4_000, random: () => 1 };
    expect([1, 2, 3, 4, 50].map((faults) => backoffMs(faults, least))).to.deep.equal([
      250, 500, 1_000, 2_000, 2_000,
    ]);
    expect([1, 2, 3, 4, 50].map((faults) => backoffMs(faults, most))).to.deep.equal([
      500, 1_000, 2_000, 4_000, 4_000,
    ]);
  });
});

describe("a loop", () => {
  const patience = { longestMs: 0, random: () => 0 };

  it("goes on after faults, and tells the last one until a turn goes well", async () => {
    const log = new MemoryLog();
    const faults: (string | undefined)[] = [];
    const reached = Promise.withResolvers<void>();
    let turns = 0;
    const loop = startLoop({
      name: "test",
      pauseMs: 0,
      log,
      patience,
      turn: async () => {
        turns += 1;
        if (turns > 1) faults.push(loop.fault()?.message);
        if (turns === 4) reached.resolve();
        if (turns === 1) throw new Error("once");
        return true;
      },
    });
    await reached.promise;
    await loop.stop();
    expect(faults.slice(0, 3)).to.deep.equal(["once", undefined, undefined]);
    expect(log.lines.map(({ message }) => message)).to.deep.equal([
      "A turn failed; trying again.",
      "Back to normal.",
    ]);
  });

  it("doesn't wait for its pause to end when it is stopped", async () => {
    const turned = Promise.withResolvers<void>();
    const loop = startLoop({
      name: "test",
      pauseMs: 2 ** 30,
      log: new MemoryLog(),
      patience,
      turn: async () => {
        turned.resolve();
        return false;
      },
    });
    await turned.promise;
    await loop.stop();
    expect(loop.fault()).to.equal(null);
  });
});

describe("showing a fault", () => {
  it("keeps code and message of the project's own", () => {
    const fault = new PortTakenError({ host: "127.0.0.1", port: 1, cause: new Error("in use") });
    expect(viewFault(fault)).to.deep.equal({ code: "PORT_TAKEN", message: fault.message });
    expect(viewCauses(fault)).to.deep.equal([viewFault(fault), { code: "Error", message: "in use" }]);
  });

  it("leaves out what libraries add to their short message, which may hold keys", () => {
    const fault = Object.assign(new Error("HTTP request failed.\nURL: https://rpc.example/SECRET"), {
      shortMessage: "HTTP request failed.",
    });
    expect(viewFault(fault)).to.deep.equal({ code: "Error", message: "HTTP request failed." });
    expect(viewFault(new Error("first line\nSECRET"))).to.deep.equal({
      code: "Error",
      message: "first line",
    });
  });

  it("tells every part of an aggregate", () => {
    const fault = new AggregateError([new Error("a"), new Error("b")]);
    expect(viewFault(fault)).to.deep.equal({ code: "AggregateError", message: "a; b" });
  });
});
