import { expect } from "chai";
import { anomalyWatch, type Observation, quarantines } from "../../src/core/anomaly.ts";
import { hashOf } from "../doubles/chain.ts";

const VERSION = hashOf("version");
const OTHER = hashOf("other version");

const run = (i: number, fields: Partial<Observation> = {}): Observation => ({
  taskId: hashOf(`task ${i}`),
  versionId: VERSION,
  measures: { outputBytes: 100 },
  reason: null,
  deniedCalls: 0,
  ...fields,
});

const voidRun = (i: number) => run(i, { measures: null, reason: "wall-time" });

/** A watch that has seen so many ordinary runs. */
const seasoned = (runs: number) => {
  const watch = anomalyWatch();
  for (let i = 0; i < runs; i += 1) watch.observe(run(i));
  return watch;
};

describe("the anomaly watch", () => {
  it("finds nothing about ordinary runs", () => {
    const watch = anomalyWatch();
    const found = Array.from({ length: 300 }, (_, i) => watch.observe(run(i))).flat();
    expect(found).to.deep.equal([]);
  });

  it("tells of a run that uses more than four times what 99 of 100 use", () => {
    expect(seasoned(32).observe(run(32, { measures: { outputBytes: 401 } }))).to.deep.equal([
      {
        kind: "usage",
        taskId: hashOf("task 32"),
        versionId: VERSION,
        detail: "It used 401 of outputBytes, where 99 of 100 of its runs stay within 100.",
      },
    ]);
  });

  it("takes four times as much as ordinary", () => {
    expect(seasoned(32).observe(run(32, { measures: { outputBytes: 400 } }))).to.deep.equal([]);
  });

  it("calls nothing unusual before it has seen 32 runs of the version", () => {
    const watch = seasoned(31);
    expect(watch.quantile(VERSION, "outputBytes")).to.equal(undefined);
    expect(watch.observe(run(31, { measures: { outputBytes: 1_000_000 } }))).to.deep.equal([]);
  });

  it("keeps versions apart", () => {
    const large = run(32, { versionId: OTHER, measures: { outputBytes: 1_000_000 } });
    expect(seasoned(32).observe(large)).to.deep.equal([]);
  });

  it("forgets old values, so that a plugin whose inputs grow becomes ordinary again", () => {
    const watch = seasoned(32);
    const grown = Array.from({ length: 300 }, (_, i) =>
      watch.observe(run(100 + i, { measures: { outputBytes: 1_000 } })),
    );
    expect(grown[0]).to.have.length(1);
    expect(grown.at(-1)).to.deep.equal([]);
    expect(watch.quantile(VERSION, "outputBytes")).to.equal(1_000);
  });

  it("keeps a bounded number of versions", () => {
    const watch = seasoned(32);
    for (let i = 0; i < 512; i += 1) watch.observe(run(i, { versionId: hashOf(`version ${i}`) }));
    expect(watch.quantile(VERSION, "outputBytes")).to.equal(undefined);
  });

  it("tells of calls that weren't granted", () => {
    const [found] = anomalyWatch().observe(run(0, { deniedCalls: 2 }));
    expect(found).to.deep.include({
      kind: "denied-calls",
      detail: "2 of its host calls asked for what it isn't granted.",
    });
  });

  it("tells once of a version whose runs have no result", () => {
    const watch = anomalyWatch();
    const found = Array.from({ length: 12 }, (_, i) => watch.observe(voidRun(i))).flat();
    expect(found.map(({ kind, detail }) => [kind, detail])).to.deep.equal([
      ["unstable", 'It ended 8 of its last 8 runs without a result, the latest for "wall-time".'],
    ]);
  });

  it("takes a void run now and then as ordinary", () => {
    const watch = anomalyWatch();
    const found = Array.from({ length: 320 }, (_, i) =>
      watch.observe(i % 5 === 0 ? voidRun(i) : run(i)),
    ).flat();
    expect(found).to.deep.equal([]);
  });

  it("puts into quarantine what is hostile or wrong, and nothing that is only unusual", () => {
    const at = { taskId: hashOf("task"), versionId: VERSION, detail: "" };
    const held = (
      ["usage", "denied-calls", "unstable", "tampered", "escape-attempt", "replica-mismatch"] as const
    ).filter((kind) => quarantines({ ...at, kind }));
    expect(held).to.deep.equal(["tampered", "escape-attempt", "replica-mismatch"]);
  });
});
