export { type CertificationTimes, certificationStatusAt } from "./certification.ts";
export * from "./errors.ts";
export { type Index, queryIndex } from "./query.ts";
export { type IndexStatus, indexStatus, type WaitOptions, waitForBlock } from "./status.ts";
export { TRACE_RUN, traceRun } from "./trace.ts";
export type {
  Trace,
  TraceBounty,
  TraceCertification,
  TraceCredential,
  TraceEvent,
  TraceExecutor,
  TraceReceipt,
  TraceReview,
  TraceVersion,
} from "./trace-shape.ts";
