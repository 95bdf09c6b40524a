import {
  type Grant,
  RUN_LIMITS,
  sha256Digest,
  transcriptDigest,
  WORLD_INTERFACES,
  type World,
} from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, hexToBytes } from "viem";
import { Broker, type BrokerParts } from "../../src/core/broker.ts";
import type { PrepareRefused } from "../../src/sandbox/errors.ts";
import type { HostCall } from "../../src/sandbox/host-calls.ts";
import {
  DEFAULT_PREPARE_LIMITS,
  DEFAULT_RUN_LIMITS,
  type PreparedPlugin,
  type RunOutcome,
  type Terms,
} from "../../src/sandbox/sandbox.ts";
import { BASE_WIT, buildComponent } from "./fixtures/components.ts";
import { conformanceComponent, WIT_0_2 } from "./fixtures/conformance.ts";
import { type Bench, CONTEXT, openBench, verdictOf } from "./fixtures/sandboxes.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const DOCUMENT = bytesOf('{"rain":[1,2,3]}');
const DIGEST = sha256Digest(DOCUMENT);
const CONTRACT: Hex = `0x${"c0".repeat(20)}`;
const CALL: Hex = "0x01020304aabb";

/** A world of the parts of WASI that cost time. */
const STUBBED_WIT = `${BASE_WIT}
world stubbed {
  include base;
  import wasi:random/random@0.2.0;
  import wasi:io/poll@0.2.0;
  import wasi:clocks/monotonic-clock@0.2.0;
}
package wasi:random@0.2.0 { interface random { get-random-bytes: func(len: u64) -> list<u8>; } }
package wasi:io@0.2.0 {
  interface poll { resource pollable { } poll: func(in: list<borrow<pollable>>) -> list<u32>; }
}
package wasi:clocks@0.2.0 {
  interface monotonic-clock { use wasi:io/poll@0.2.0.{pollable}; subscribe-duration: func(when: u64) -> pollable; }
}`;

const CLASSES = Object.keys(WORLD_INTERFACES).filter((world) => world !== "base") as World[];

const SCOPES: Readonly<Record<string, readonly string[]>> = {
  "clause-data": [DIGEST],
  "chain-read": [CONTRACT],
  artifacts: ["chart", "table", "report"],
};

function grantOf(world: World): Pick<Grant, "capabilities" | "limits"> {
  const capabilities = WORLD_INTERFACES[world].map((name) => ({ name, scope: SCOPES[name] ?? [] }));
  return { capabilities, limits: RUN_LIMITS };
}

function brokerFor(world: World, parts: Partial<BrokerParts> = {}): Broker {
  return new Broker({
    grant: grantOf(world),
    manifest: { clauses: [] },
    document: async () => DOCUMENT,
    read: async ({ data }) => ({ reverted: data !== CALL, data: "0xbeef" }),
    nowMs: () => 0,
    ...parts,
  });
}

const question = Buffer.concat([hexToBytes(CONTRACT), hexToBytes(CALL)]);
const both = Buffer.concat([bytesOf(DIGEST), question]);

describe("The interface's conformance fixtures", () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench({ children: 2 });
  });

  after(() => bench.close());

  async function prepare(name: string, terms: Partial<Terms> = {}): Promise<PreparedPlugin> {
    const world = name as World;
    const all = [...(WORLD_INTERFACES[world] ?? ["log"])];
    return bench.sandbox.prepare(await conformanceComponent(name), DEFAULT_PREPARE_LIMITS, {
      witPackage: "nexus:plugin@0.2.0",
      world,
      asked: all,
      granted: all,
      ...terms,
    });
  }

  async function run(plugin: PreparedPlugin, input: Uint8Array, broker: Broker): Promise<RunOutcome> {
    return bench.sandbox.run(plugin, { context: CONTEXT, input, limits: DEFAULT_RUN_LIMITS, host: broker });
  }

  /** A fixture that isn't in the published set, for what hosts must bear. */
  async function prepareFlood(fixture: string, world: World): Promise<PreparedPlugin> {
    const component = await buildComponent(fixture, { wit: WIT_0_2, world, pages: 16 });
    const names = WORLD_INTERFACES[world];
    const terms = { witPackage: "nexus:plugin@0.2.0", world, asked: names, granted: names } as const;
    return bench.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS, terms);
  }

  const ok = (signal: string, output: Uint8Array) => ({ status: "ok", signal, output, logs: [] });

  it("are made for worlds that offer what the protocol's table says", () => {
    for (const [world, interfaces] of Object.entries(WORLD_INTERFACES)) {
      const text = new RegExp(`world ${world} \\{([^}]|\\{[^}]*\\})*\\n\\}`).exec(WIT_0_2)?.[0] ?? "";
      const imported = [...text.matchAll(/^ {2}import ([a-z-]+);/gm)].map(([, name]) => name);
      expect(world === "base" ? imported : ["log", ...imported], world).to.deep.equal(interfaces);
    }
  });

  it("run in the base world", async () => {
    const outcome = await run(await prepare("base"), bytesOf("hello"), brokerFor("base"));
    const logs = [{ level: "info", message: "fixture" }];
    expect(verdictOf(outcome)).to.deep.equal({ ...ok("pass", bytesOf("hello")), logs });
  });

  it("read clause data", async () => {
    const plugin = await prepare("clause-validator");
    expect(verdictOf(await run(plugin, bytesOf(DIGEST), brokerFor("clause-validator")))).to.deep.equal(
      ok("pass", DOCUMENT),
    );
  });

  it("read contracts, what they return and what they revert with", async () => {
    const plugin = await prepare("governance-extension");
    const broker = () => brokerFor("governance-extension");
    const answer = Uint8Array.of(0xbe, 0xef);
    expect(verdictOf(await run(plugin, question, broker()))).to.deep.equal(ok("pass", answer));
    const other = Buffer.concat([hexToBytes(CONTRACT), Buffer.of(9, 9, 9, 9)]);
    expect(verdictOf(await run(plugin, other, broker()))).to.deep.equal(ok("fail", answer));
  });

  it("emit artifacts", async () => {
    const broker = brokerFor("visualization-module");
    const outcome = await run(await prepare("visualization-module"), bytesOf(DIGEST), broker);
    expect(verdictOf(outcome)).to.deep.equal(ok("pass", bytesOf(DIGEST)));
    expect([...broker.artifacts]).to.deep.equal([["chart.json", DOCUMENT]]);
  });

  for (const [world, name] of [
    ["simulation-engine", "table.csv"],
    ["risk-analytics-library", "report.md"],
  ] as const) {
    it(`use all interfaces of a ${world}, and tell the same in every run`, async () => {
      const plugin = await prepare(world);
      const [first, second] = [brokerFor(world), brokerFor(world)];
      const outcome = await run(plugin, both, first);
      expect(verdictOf(outcome)).to.deep.equal(ok("trigger", DOCUMENT));
      expect(outcome.usage.hostCalls).to.equal(3);
      expect([...first.artifacts]).to.deep.equal([[name, Uint8Array.of(0xbe, 0xef)]]);
      expect(first.transcript).to.have.length(3);
      const again = await run(plugin, both, second);
      expect(again.usage.steps).to.equal(outcome.usage.steps);
      expect(transcriptDigest(second.transcript)).to.equal(transcriptDigest(first.transcript));
    });
  }

  it("get the host's refusal as their own error", async () => {
    const plugin = await prepare("clause-validator");
    const broker = brokerFor("clause-validator", { grant: { capabilities: [], limits: RUN_LIMITS } });
    expect(verdictOf(await run(plugin, bytesOf(DIGEST), broker))).to.deep.equal({
      status: "plugin-error",
      case: "denied",
      message: "clause-data isn't granted",
      logs: [],
    });
    expect(broker.denied).to.equal(1);
  });

  it("have no outcome while what they ask for is away, and leave no child that waits for it", async () => {
    const plugin = await prepare("clause-validator");
    const document = () => Promise.reject(new Error("the gateway is away"));
    const broker = brokerFor("clause-validator", { document });
    const fault = await run(plugin, bytesOf(DIGEST), broker).catch((error: Error) => error.message);
    expect(fault).to.equal("the gateway is away");
    const outcome = await run(plugin, bytesOf(DIGEST), brokerFor("clause-validator"));
    expect(outcome.status).to.equal("ok");
  });

  const floods = [
    ["more than a run may, all of it on the same bytes", "reference-flood", "clause-validator"],
    ["more pieces than a call may, each of no byte", "call-flood", "governance-extension"],
  ] as const;
  for (const [what, fixture, world] of floods) {
    it(`end as the trap output when they hand over ${what}`, async () => {
      const broker = brokerFor(world);
      const outcome = await run(await prepareFlood(fixture, world), new Uint8Array(), broker);
      expect(verdictOf(outcome)).to.deep.equal({ status: "trap", class: "output", logs: [] });
      expect(broker.transcript).to.deep.equal([]);
    });
  }

  it("ask nobody any more once the trap output is certain, though they swallow what the host throws", async () => {
    const plugin = await prepareFlood("stubborn-read", "governance-extension");
    const broker = brokerFor("governance-extension");
    let asked = 0;
    const answer = (call: HostCall) => {
      asked += 1;
      return broker.answer(call);
    };
    const request = { context: CONTEXT, input: new Uint8Array(), limits: DEFAULT_RUN_LIMITS };
    const outcome = await bench.sandbox.run(plugin, { ...request, host: { answer } });
    expect(verdictOf(outcome)).to.deep.equal({ status: "trap", class: "output", logs: [] });
    expect([asked, broker.transcript]).to.deep.equal([1, []]);
  });

  for (const [what, fixture] of [
    ["more randomness than a run may", "random-flood"],
    ["a list longer than a run may hand over", "poll-flood"],
  ] as const) {
    it(`end as the trap output when they ask WASI's stubs for ${what}`, async () => {
      const component = await buildComponent(fixture, { wit: STUBBED_WIT, world: "stubbed" });
      const names = ["log", "wasi-stub"];
      const terms = {
        witPackage: "nexus:plugin@0.1.0",
        world: "base",
        asked: names,
        granted: names,
      } as const;
      const plugin = await bench.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS, terms);
      const outcome = await run(plugin, new Uint8Array(), brokerFor("base"));
      expect(verdictOf(outcome)).to.deep.equal({ status: "trap", class: "output", logs: [] });
    });
  }

  it("aren't charged for the time that the host takes", async () => {
    const plugin = await prepare("clause-validator");
    const document = async () => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      return DOCUMENT;
    };
    const host = brokerFor("clause-validator", { document });
    const limits = { ...DEFAULT_RUN_LIMITS, wallMs: 600 };
    const request = { context: CONTEXT, input: bytesOf(DIGEST), limits, host };
    await run(plugin, bytesOf(DIGEST), brokerFor("clause-validator"));
    expect((await bench.sandbox.run(plugin, request)).status).to.equal("ok");
  });

  describe("are refused before anything runs", () => {
    async function refusal(name: string, terms: Partial<Terms>): Promise<string> {
      const fault = await prepare(name, terms).catch((error: PrepareRefused) => error);
      expect(fault).to.include({ code: "SANDBOX_PREPARE_REFUSED", rule: "imports" });
      return (fault as PrepareRefused).detail;
    }

    for (const world of CLASSES) {
      it(`when the policy grants a ${world} only the log`, async () => {
        expect(await refusal(world, { granted: ["log"] })).to.match(
          /^it imports "nexus:plugin\/[a-z-]+@0\.2\.0", and the policy doesn't grant .* \(rule "policy"\)$/,
        );
      });
    }

    it("when they are run in a world that offers less", async () => {
      const terms = { world: "clause-validator" as const };
      expect(await refusal("governance-extension", terms)).to.match(
        /chain-read@0\.2\.0", which the world clause-validator doesn't offer \(rule "world"\)$/,
      );
    });

    it("when they want WASI without its stubs being granted", async () => {
      const terms = { world: "base", asked: ["log", "wasi-stub"], granted: ["log"] } as const;
      expect(await refusal("wasi-stub", terms)).to.match(/^it imports "wasi:.*\(rule "policy"\)$/);
    });
  });

  it("see of WASI a world that follows from the run's context alone", async () => {
    const names = ["log", "wasi-stub"];
    const plugin = await prepare("wasi-stub", { world: "base", asked: names, granted: names });
    const outcome = await run(plugin, new Uint8Array(), brokerFor("base"));
    if (outcome.status !== "ok") throw new Error(JSON.stringify(outcome));
    expect(outcome.logs).to.deep.equal([{ level: "info", message: "fixture" }]);
    const view = Buffer.from(outcome.output);
    expect(view.readBigUInt64LE(16)).to.equal(CONTEXT.nowMs / 1_000n);
    expect([view.readBigUInt64LE(24), view.readBigUInt64LE(32)]).to.deep.equal([1_000n, 2_000n]);
    expect(view.readUInt32LE(40)).to.equal(0);
    const again = await run(plugin, new Uint8Array(), brokerFor("base"));
    expect(verdictOf(again)).to.deep.equal(verdictOf(outcome));
    const seed = Uint8Array.from(CONTEXT.seed, (byte) => byte ^ 1);
    const other = await bench.sandbox.run(plugin, {
      context: { ...CONTEXT, seed },
      input: new Uint8Array(),
      limits: DEFAULT_RUN_LIMITS,
    });
    if (other.status !== "ok") throw new Error(JSON.stringify(other));
    expect(Buffer.from(other.output).subarray(0, 16)).not.to.deep.equal(view.subarray(0, 16));
    expect(Buffer.from(other.output).subarray(16)).to.deep.equal(view.subarray(16));
  });
});
