import { SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";
import { expect } from "chai";
import { openTracing, traceIdOf } from "../../src/telemetry/tracing.ts";
import { hashOf } from "../doubles/chain.ts";

const TASK = hashOf("task");

const setUp = () => {
  const exporter = new InMemorySpanExporter();
  const processor = new SimpleSpanProcessor({ exporter });
  const tracing = openTracing({ endpoint: undefined, executor: "0x01", chainId: 31_337, processor });
  return { exporter, tracing };
};

describe("the tracing of runs", () => {
  it("puts every span of a task, by whatever executor, into the trace that the task's id names", async () => {
    const [one, other] = [setUp(), setUp()];
    await one.tracing.span(TASK, "perform", async () => 1);
    await other.tracing.span(TASK, "commit", async () => 2);
    const spans = [...one.exporter.getFinishedSpans(), ...other.exporter.getFinishedSpans()];
    expect(spans.map(({ name }) => name)).to.deep.equal(["perform", "commit"]);
    for (const span of spans) {
      expect(span.spanContext().traceId).to.equal(traceIdOf(TASK));
      expect(span.spanContext().traceId).to.equal(TASK.slice(2, 34));
      expect(span.attributes["nexus.task_id"]).to.equal(TASK);
    }
  });

  it("names what the work came to", async () => {
    const { tracing, exporter } = setUp();
    const value = await tracing.span(
      TASK,
      "perform",
      async () => "void",
      (status) => ({ status }),
    );
    expect(value).to.equal("void");
    expect(exporter.getFinishedSpans()[0]?.attributes).to.deep.include({ status: "void" });
  });

  it("marks a span whose work failed, and lets the fault through", async () => {
    const { tracing, exporter } = setUp();
    const fault = new Error("the node is away");
    const thrown = await tracing
      .span(TASK, "commit", async () => {
        throw fault;
      })
      .catch((error: unknown) => error);
    expect(thrown).to.equal(fault);
    expect(exporter.getFinishedSpans()[0]?.status).to.deep.equal({
      code: SpanStatusCode.ERROR,
      message: "Error: the node is away",
    });
  });

  it("does the work and nothing else without a collector", async () => {
    const tracing = openTracing({ endpoint: undefined, executor: "0x01", chainId: 31_337 });
    expect(await tracing.span(TASK, "perform", async () => 3)).to.equal(3);
    await tracing.close();
  });
});
