import { expect } from "chai";
import { scriptSubject } from "../../bench/subjects.ts";
import { DEFAULT_PREPARE_LIMITS } from "../../src/sandbox/sandbox.ts";
import { type Bench, openBench } from "./fixtures/sandboxes.ts";

const MEMORY_BYTES = 128 * 1024 * 1024;

describe("A plugin in JavaScript, as componentize-qjs builds it", () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  after(() => bench.close());

  it("is admitted unedited and runs to the same result in the same steps each time", async () => {
    const { component, request } = await scriptSubject();
    const limits = { ...DEFAULT_PREPARE_LIMITS, memoryBytes: MEMORY_BYTES };
    const plugin = await bench.sandbox.prepare(component, limits);
    const ends = [await bench.sandbox.run(plugin, request), await bench.sandbox.run(plugin, request)];
    const [first, second] = ends.map((end) => ({
      status: end.status,
      output: end.status === "ok" ? Buffer.from(end.output).toString() : "",
      steps: end.usage.steps,
    }));
    expect(first).to.include({ status: "ok", output: '{"a":"text","b":[1,2,3]}' });
    expect(second).to.deep.equal(first);
  });
});
