import { readFile } from "node:fs/promises";
import { componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import { canonicalBytes, deriveAuditInput, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";
import { AUDIT_CASES, REFUSED_CASES } from "../vectors/cases.ts";
import { GENERATED } from "../vectors/inputs.ts";
import type { Answer, Component } from "./component.ts";
import { AUDIT_CONTEXT, loadComponent } from "./component.ts";
import type { Cover } from "./reference.ts";
import { settle } from "./reference.ts";

const ARTIFACT = new URL("../rainfall_trigger.wasm", import.meta.url);
const TEMPLATE = new URL("../manifest.template.json", import.meta.url);
const STORM = "storm-2012-11";

/** Consecutive days from the epoch on, so that leap days and year ends occur. */
const dayAfterEpoch = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);

/** Valid covers; the index often falls near the layer, because the layer is drawn around likely sums. */
const covers: fc.Arbitrary<Cover> = fc
  .record({
    first: fc.integer({ min: 0, max: 40_000 }),
    rain: fc.array(fc.option(fc.integer({ min: 0, max: 60 }), { freq: 40 }), { minLength: 1, maxLength: 60 }),
    window: fc.integer({ min: 1, max: 60 }),
    attachment: fc.integer({ min: 1, max: 200 }),
    layer: fc.integer({ min: 1, max: 300 }),
    sumInsured: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  })
  .map(({ first, rain, window, attachment, layer, sumInsured }) => ({
    station: "S-1",
    series: rain.map((rainfall, day) => ({ date: dayAfterEpoch(first + day), rainfall })),
    windowDays: Math.min(window, rain.length),
    attachment,
    exhaustion: attachment + layer,
    sumInsured,
  }));

describe("the rainfall trigger's component", () => {
  let bytes: Uint8Array;
  let component: Component;
  let expected: Record<string, { signal: string; output: string } | { error: string }>;

  before(async () => {
    bytes = await readFile(ARTIFACT);
    component = await loadComponent(bytes);
    expected = JSON.parse(await readFile(new URL("expected.json", GENERATED), "utf8"));
  });

  const answerTo = async (input: Uint8Array) => (await component.run(input)).answer;
  const inputOf = (name: string) => readFile(new URL(`${name}.input.json`, GENERATED));
  const runAltered = async (name: string, alter: (text: string) => string): Promise<Answer> =>
    answerTo(new TextEncoder().encode(alter((await inputOf(name)).toString())));

  const template = async () => JSON.parse(await readFile(TEMPLATE, "utf8"));

  it("imports the log and the types, and exports the world's two functions", async () => {
    const wit = await componentWit(bytes);
    expect(wit.match(/import [^;]+/g)).to.have.members([
      "import nexus:plugin/log@0.1.0",
      "import nexus:plugin/types@0.1.0",
    ]);
    expect(wit.match(/export [\w-]+/g)).to.have.members(["export describe", "export run"]);
    expect(component.imports).to.deep.equal(["nexus:plugin/log"]);
  });

  it("describes itself in one line of plain text", async () => {
    expect(await component.describe()).to.match(/^Parametric rainfall cover: [^\n]+\.$/);
  });

  for (const { name } of AUDIT_CASES) {
    it(`settles ${name} as the independent calculation does`, async () => {
      const { answer, logs } = await component.run(await inputOf(name));
      expect(answer).to.deep.equal(expected[name]);
      expect(logs).to.have.length(1);
    });
  }

  for (const { name } of REFUSED_CASES) {
    it(`refuses ${name} as invalid input`, async () => {
      expect(await answerTo(await inputOf(name))).to.include(expected[name] ?? {});
    });
  }

  it("names the field, the value and the way out when it refuses", async () => {
    expect(await answerTo(await inputOf("refused-gap"))).to.deep.equal({
      error: "invalid-input",
      message:
        "series[9].date is 2012-03-01, but 2012-02-29 is due; send every day in order, with null where there is no reading",
    });
  });

  it("refuses every input that is cut short, and never traps on it", async () => {
    const input = await inputOf("leap-day");
    for (let length = 0; length < input.length; length++) {
      const answer = await answerTo(input.subarray(0, length));
      expect(answer, `${length} bytes`).to.include({ error: "invalid-input" });
    }
  });

  it("refuses decimals, white space, unknown fields and bytes that are no text", async () => {
    const alterations: ((text: string) => string)[] = [
      (text) => text.replace('"rainfall":36', '"rainfall":36.0'),
      (text) => ` ${text}`,
      (text) => text.replace('"station"', '"premium":1,"station"'),
      (text) => text.replace("Seattle", "Seattle\u0000"),
      (text) => text.replace("Seattle", "Sea\\u0074tle"),
    ];
    for (const alter of alterations) {
      expect(await runAltered("leap-day", alter)).to.include({ error: "invalid-input" });
    }
    expect(await answerTo(Uint8Array.of(0x7b, 0xff, 0xfe))).to.include({ error: "invalid-input" });
  });

  it("answers the same whatever the context is", async () => {
    const context = {
      runId: `0x${"ab".repeat(32)}`,
      seed: new Uint8Array(32).fill(7),
      nowMs: 1n,
      block: 2n,
      chainId: 3n,
    };
    const input = await inputOf(STORM);
    expect(await component.run(input, context)).to.deep.equal(await component.run(input, AUDIT_CONTEXT));
  });

  it("settles a series of a mebibyte in half the memory it is allowed", async () => {
    const series = Array.from({ length: 29_500 }, (_, day) => ({
      date: dayAfterEpoch(day),
      rainfall: day % 10,
    }));
    const cover = {
      station: "S-1",
      series,
      windowDays: 366,
      attachment: 1,
      exhaustion: 3_000,
      sumInsured: 1_000,
    };
    const input = canonicalBytes(cover);
    expect(input.length).to.be.within(1_000_000, 1_048_576);
    const { answer, memoryBytes } = await component.run(input);
    expect(answer).to.deep.equal(settle(cover));
    expect(memoryBytes).to.be.within(input.length, (await template()).limits.memoryBytes / 2);
  });

  it("agrees with a reference of another design on covers drawn at random", async () => {
    await fc.assert(
      fc.asyncProperty(covers, async (cover) => {
        expect(await answerTo(canonicalBytes(cover))).to.deep.equal(settle(cover));
      }),
      { numRuns: 300 },
    );
  });

  it("settles or refuses every input that an audit derives from the vectors, and never traps", async () => {
    let settled = 0;
    for (const [index, { name }] of AUDIT_CASES.entries()) {
      const vectorInput = new Uint8Array(await inputOf(name));
      const derived = deriveAuditInput({ seed: sha256Digest(vectorInput), index, vectorInput });
      const answer = await answerTo(derived);
      if ("error" in answer) expect(answer.error, name).to.equal("invalid-input");
      else expect(answer, name).to.deep.equal(settle(JSON.parse(new TextDecoder().decode(derived))));
      settled += "signal" in answer ? 1 : 0;
    }
    expect(settled).to.be.at.least(AUDIT_CASES.length / 2);
  });

  it("is the file whose digest the manifest template names", async () => {
    const { artifacts } = await template();
    expect(artifacts[0]).to.include({ digest: sha256Digest(bytes), size: bytes.length });
  });
});
