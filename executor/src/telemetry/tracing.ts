import { type Attributes, ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, type SpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Hex } from "viem";
import { viewFault } from "../core/fault.ts";

/** Spans of runs. */
export type Tracing = {
  /** Runs `work` as a span of its task's trace. */
  span<T>(taskId: Hex, name: string, work: () => Promise<T>, outcome?: (value: T) => Attributes): Promise<T>;
  /** Sends what is left. */
  close(): Promise<void>;
};

export type TracingOptions = {
  /** OTLP over HTTP, the collector's base URL; undefined: no tracing. */
  readonly endpoint: string | undefined;
  readonly executor: string;
  readonly chainId: number;
  /** Instead of the collector, for tests. */
  readonly processor?: SpanProcessor;
};

/**
 * The trace of a task: the first 16 bytes of its id, so that whoever knows the task finds the spans of every executor, and no
 * executor has to tell another about it.
 */
export function traceIdOf(taskId: Hex): string {
  return taskId.slice(2, 34).toLowerCase();
}

/** The task itself, as the parent of all its spans: it lies on chain, and nobody sends it. */
function parentOf(taskId: Hex) {
  const spanId = taskId.slice(34, 50).toLowerCase();
  const context = { traceId: traceIdOf(taskId), spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, context);
}

const SILENT: Tracing = { span: (_taskId, _name, work) => work(), close: async () => {} };

/** Opens tracing to a collector, or, without one, does nothing but the work. */
export function openTracing({ endpoint, executor, chainId, processor }: TracingOptions): Tracing {
  if (endpoint === undefined && processor === undefined) return SILENT;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.name": "nexus-executor",
      "service.instance.id": executor,
      "nexus.chain_id": chainId,
    }),
    spanProcessors: [processor ?? collector(endpoint ?? "")],
  });
  const tracer = provider.getTracer("nexus-executor");
  return {
    span: async (taskId, name, work, outcome = () => ({})) => {
      const span = tracer.startSpan(name, { attributes: { "nexus.task_id": taskId } }, parentOf(taskId));
      try {
        const value = await work();
        span.setAttributes(outcome(value));
        return value;
      } catch (fault) {
        const { code, message } = viewFault(fault);
        span.setStatus({ code: SpanStatusCode.ERROR, message: `${code}: ${message}` });
        throw fault;
      } finally {
        span.end();
      }
    },
    close: () => provider.shutdown(),
  };
}

function collector(endpoint: string): SpanProcessor {
  const url = new URL("v1/traces", endpoint.endsWith("/") ? endpoint : `${endpoint}/`).href;
  return new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) });
}
