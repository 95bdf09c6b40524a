import { type Context, Hono } from "hono";
import { type Address, type Hex, isHex } from "viem";
import { viewFault } from "../core/fault.ts";
import type { Run } from "../core/run.ts";

/** What the pages show; each is read when it is asked for. */
export type Pages = {
  readonly executor: Address;
  readonly chainId: number;
  readonly keeper: boolean;
  readonly walls: readonly string[];
  /** Names what is needed and, where it doesn't answer, the reason. */
  checks(): Promise<Readonly<Record<string, string | null>>>;
  /** Keys that verify the identities of runs. */
  keys(): Promise<object>;
  head(): Promise<bigint>;
  store(): Promise<object>;
  /** Faults of the loops, by name. */
  loops(): Readonly<Record<string, object | null>>;
  runs(taskId: Hex): Promise<readonly Run[]>;
  /** Prometheus' text format. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
};

/** The executor's own pages. They hold no secret: a salt is shown only once it is public, after the reveal. */
export function httpApp(pages: Pages): Hono {
  const app = new Hono();
  app.get("/healthz", (context) => context.json({ ok: true }));
  app.get("/readyz", (context) => readiness(context, pages));
  app.get("/.well-known/jwks.json", async (context) => context.json(await pages.keys()));
  app.get("/status", async (context) => context.json(await status(pages)));
  app.get("/metrics", async (context) => {
    const { contentType, text } = await pages.metrics();
    return context.body(text, 200, { "content-type": contentType });
  });
  app.get("/runs/:taskId", (context) => runPage(context, pages));
  app.notFound((context) => context.json({ error: "Nothing is here. See /status." }, 404));
  app.onError((fault, context) => context.json({ error: viewFault(fault).message }, 503));
  return app;
}

async function readiness(context: Context, pages: Pages): Promise<Response> {
  const checks = await pages.checks();
  const ready = Object.values(checks).every((fault) => fault === null);
  const named = Object.fromEntries(
    Object.entries(checks).map(([name, fault]) => [
      name,
      fault === null ? { ok: true } : { ok: false, fault },
    ]),
  );
  return context.json({ ready, checks: named }, ready ? 200 : 503);
}

async function status(pages: Pages): Promise<object> {
  const [store, head] = await Promise.all([
    pages.store(),
    pages.head().then(String, (fault: unknown) => ({ fault: viewFault(fault).message })),
  ]);
  const { executor, chainId, keeper, walls } = pages;
  return { executor, chainId, keeper, walls, head, ...store, loops: pages.loops() };
}

async function runPage(context: Context, pages: Pages): Promise<Response> {
  const taskId = context.req.param("taskId") ?? "";
  if (!isHex(taskId) || taskId.length !== 66) {
    return context.json({ error: `Task id "${taskId}" isn't 0x and 64 hex digits.` }, 400);
  }
  const runs = await pages.runs(taskId.toLowerCase() as Hex);
  if (runs.length === 0) return context.json({ error: `This executor knows no task ${taskId}.` }, 404);
  return context.json({ taskId, runs: runs.map(runView) });
}

/** A run without what must stay secret until others have committed: digest, signal, receipt and salt. */
function runView({ event, result, ...run }: Run): object {
  const isPublic = ["revealed", "settled", "failed"].includes(run.phase);
  const shown = result === null || isPublic ? result : { commitment: result.commitment };
  return { ...run, event: { ...event, blockNumber: event.blockNumber.toString() }, result: shown };
}
