import { z } from "zod";
import { CAPABILITIES } from "./manifest-schema.ts";
import { ISOLATIONS } from "./policy-schema.ts";
import { resultRecordSchema } from "./result.ts";
import { addressShape, countShape, digestShape, setShape, textOf, textShape } from "./shapes.ts";

const USAGE = {
  wallMs: countShape,
  cpuMs: countShape,
  peakMemoryBytes: countShape,
  hostCalls: countShape,
  logBytes: countShape,
  outputBytes: countShape,
};

const wallsShape = setShape(textShape(50), { most: 8 });

/** What holds in receipts of every version. */
interface AnyReceipt {
  readonly taskId: string;
  readonly record: z.infer<typeof resultRecordSchema>;
  readonly startedAt: number;
  readonly endedAt: number;
}

const ofTask = ({ record, taskId }: AnyReceipt) => record.kind === "audit" || record.context.runId === taskId;

const OF_TASK = { error: "must be the receipt's taskId", path: ["record", "context", "runId"] };

const inTime = ({ startedAt, endedAt }: AnyReceipt) => startedAt <= endedAt;

const IN_TIME = { error: "must not be before startedAt", path: ["endedAt"] };

/** Receipts as they were first written; they stay readable. */
export const firstReceiptSchema = z
  .strictObject({
    receiptVersion: z.literal("1"),
    taskId: digestShape,
    executor: addressShape,
    record: resultRecordSchema,
    usage: z.strictObject({ ...USAGE, steps: countShape.optional() }),
    engine: z.strictObject({ node: textShape(50), v8: textShape(50), arch: textShape(20) }),
    walls: wallsShape,
    grantDigest: digestShape,
    startedAt: countShape,
    endedAt: countShape,
  })
  .refine(ofTask, OF_TASK)
  .refine(inTime, IN_TIME);

/** The grant that a run had. Limits by name, so that receipts stay readable when a limit is added. */
const grantShape = z.strictObject({
  capabilities: z
    .array(z.strictObject({ name: z.enum(CAPABILITIES), scope: setShape(textShape(200), { most: 64 }) }))
    .max(CAPABILITIES.length),
  limits: z.record(textShape(40), countShape),
  isolation: z.enum(ISOLATIONS),
  walls: wallsShape,
});

const SPIFFE_ID = /^spiffe:\/\/[a-z0-9._-]{1,255}(\/[A-Za-z0-9._-]{1,255}){1,16}$/u;
const COUNTRY = /^[A-Z]{2}$/u;
const DECIMAL = /^(0|[1-9][0-9]{0,77})$/u;

export const receiptSchema = z
  .strictObject({
    receiptVersion: z.literal("2"),
    taskId: digestShape,
    executor: addressShape,
    chain: z.strictObject({ chainId: z.int().positive(), consensus: addressShape }),
    approval: z
      .strictObject({
        contract: addressShape,
        proposal: textOf<string>(DECIMAL, "must be a proposal's number in decimal"),
      })
      .nullable(),
    clauseId: digestShape,
    record: resultRecordSchema,
    policy: z.strictObject({ common: digestShape, own: digestShape.nullable() }),
    grant: grantShape,
    usage: z.strictObject({ ...USAGE, steps: countShape, deniedCalls: countShape.optional() }),
    engine: z.strictObject({
      node: textShape(50),
      v8: textShape(50),
      jco: textShape(50),
      passes: textShape(50),
      arch: textShape(20),
    }),
    walls: wallsShape,
    identity: z.strictObject({
      id: textOf<string>(SPIFFE_ID, "must be a SPIFFE id such as spiffe://nexus.local/executor/…"),
      key: digestShape,
    }),
    region: textOf<string>(COUNTRY, "must be a country's code such as BR (ISO 3166-1)").nullable(),
    startedAt: countShape,
    endedAt: countShape,
    previous: digestShape.nullable(),
  })
  .refine(ofTask, OF_TASK)
  .refine(inTime, IN_TIME)
  .refine(({ record, chain }) => record.kind === "audit" || record.context.chainId === chain.chainId, {
    error: "must be that of the receipt's chain",
    path: ["record", "context", "chainId"],
  })
  .refine(({ grant, walls }) => grant.walls.every((wall) => walls.includes(wall)), {
    error: "must hold every wall that the grant asks for",
    path: ["walls"],
  });

/**
 * What an executor says about a task. `chain` is where the task is; `approval` what made the version runnable (null for an audit);
 * `policy` names the policies by digest and `grant` is what they gave for `clauseId`; `usage` adds up the runs of an audit (its peak is the highest);
 * `walls` names what stood around the plugin, outermost first; `identity.key` is the run's own Ed25519 key; `region` is where the
 * executor says that it ran; `previous` is the newest receipt that the process had then; times are milliseconds since the Unix epoch on its clock.
 */
export type Receipt = z.infer<typeof receiptSchema>;

/** A receipt of version 1: without chain, approval, policy, identity and region, and not wrapped in a statement. */
export type FirstReceipt = z.infer<typeof firstReceiptSchema>;
