import { spawnSync } from "node:child_process";
import { generate } from "@bytecodealliance/jco-transpile/component";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { createPlugin } from "@extism/extism";
import { quantile, timed } from "./row.ts";
import type { Subject } from "./sandbox.ts";
import { SCRIPT_INPUT } from "./subjects.ts";

/** What a peer takes for one run, in milliseconds: half of the runs take less. */
export type Peer = { readonly name: string; readonly p50: number; readonly p99: number };

/** The same component through jco in this process, a fresh instance per run, without a wall, a limit or a meter. */
export async function bareJco({ component, request }: Subject, turns: number): Promise<Peer> {
  const { files } = generate(component, {
    name: "plugin",
    instantiation: { tag: "sync" },
    base64Cutoff: 0,
    noNodejsCompat: true,
  });
  const source = files.find(([name]) => name === "plugin.js")?.[1] ?? new Uint8Array();
  const modules = new Map(
    files
      .filter(([name]) => name.endsWith(".wasm"))
      .map(([name, bytes]) => [name, new WebAssembly.Module(new Uint8Array(bytes))]),
  );
  const glue = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
  const imports = { "nexus:plugin/log": { write: () => undefined } };
  const run = () =>
    glue.instantiate((name: string) => modules.get(name), imports).run(request.context, request.input);
  return peerOf("jco in process, no walls", await timed(turns, Math.ceil(turns / 3), run));
}

/** A Node process that starts, does nothing and ends: what one process per run costs at least. */
export async function childPerRun(turns: number): Promise<Peer> {
  const start = () => spawnSync(process.execPath, ["--eval", "0"], { env: {} });
  return peerOf("one empty Node process per run", await timed(turns, 2, start));
}

/** Answers with the first eight bytes of its input; Extism's own interface is bytes in, bytes out. */
const ECHO = `(module
  (import "extism:host/env" "input_load_u64" (func $load (param i64) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store (param i64 i64)))
  (import "extism:host/env" "output_set" (func $set (param i64 i64)))
  (func (export "run") (result i32) (local $at i64)
    (local.set $at (call $alloc (i64.const 8)))
    (call $store (local.get $at) (call $load (i64.const 0)))
    (call $set (local.get $at) (i64.const 8))
    (i32.const 0)))`;

/** Extism in a worker thread, one instance kept for all runs, which do nothing but copy eight bytes. */
export async function extismWorker(turns: number): Promise<Peer> {
  const plugin = await createPlugin(
    { wasm: [{ data: await parse(ECHO) }] },
    { runInWorker: true, useWasi: false },
  );
  try {
    const samples = await timed(turns, Math.ceil(turns / 3), () => plugin.call("run", new Uint8Array(8)));
    return peerOf("Extism in a worker, an echo on a kept instance", samples);
  } finally {
    await plugin.close();
  }
}

/** What the validator in JavaScript does, without a component around it. */
const SORT = `(text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).sort()))`;
const ISOLATE_MB = 128;
const ISOLATE_MS = 1_000;

/** The same work as the JavaScript plugin's in a V8 isolate of its own in this process, a fresh context per run, with limits of memory and time. */
export async function isolatedVm(turns: number): Promise<Peer> {
  const { default: ivm } = await import("isolated-vm");
  const isolate = new ivm.Isolate({ memoryLimit: ISOLATE_MB });
  const script = await isolate.compileScript(SORT);
  const run = async () => {
    const context = await isolate.createContext();
    const sort = await script.run(context, { reference: true });
    await sort.apply(undefined, [SCRIPT_INPUT], { timeout: ISOLATE_MS });
    context.release();
  };
  try {
    return peerOf(
      "isolated-vm, a V8 isolate without a process",
      await timed(turns, Math.ceil(turns / 3), run),
    );
  } finally {
    isolate.dispose();
  }
}

function peerOf(name: string, samples: readonly number[]): Peer {
  return { name, p50: quantile(samples, 0.5), p99: quantile(samples, 0.99) };
}
