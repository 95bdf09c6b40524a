/**
 * The program of a runner child. It is started without any authority, may read no file, and obeys the supervisor alone, who
 * speaks on its standard input and listens on its standard output: it loads one plugin, then runs it in a fresh instance per
 * run. It exits when its input ends. See `runner.ts` for the other side and `frames.ts` for the frames.
 */
import { Script } from "node:vm";
import { type Header, receive, send } from "./child-channel.ts";
import { lock } from "./child-lock.ts";
import { type Glue, type Limits, type Plugin, Run } from "./child-run.ts";

type Order = { context: Header; limits: Limits };

// Captured before the realm is locked.
const { cpuUsage } = process;

async function load(header: Header, blobs: readonly Uint8Array[]): Promise<Plugin> {
  const [source, ...binaries] = blobs;
  const script = Buffer.from(source ?? []).toString();
  const names = header.modules as readonly string[];
  const modules = new Map(
    names.map((name, index) => [name, new WebAssembly.Module(new Uint8Array(binaries[index] ?? []))]),
  );
  lock();
  return { glue: (await new Script(script).runInThisContext()) as Glue, modules };
}

function answer(plugin: Plugin, order: Order, input: Uint8Array): void {
  const before = cpuUsage();
  const run = new Run(plugin, order.limits);
  const { outcome, output } = run.perform(order.context, input);
  const spent = cpuUsage(before);
  const usage = {
    cpuMs: (spent.user + spent.system) / 1_000,
    steps: run.steps,
    peakMemoryBytes: run.peakMemoryBytes,
    hostCalls: run.host.calls,
    logBytes: run.host.logBytes,
  };
  send({ kind: "done", outcome, logs: run.host.logs, usage }, output === undefined ? [] : [output]);
}

async function serve(): Promise<never> {
  send({ kind: "ready" });
  // Node puts a global back when the program's text has been run to its end.
  await undefined;
  const { header, blobs } = receive();
  const plugin = await load(header, blobs);
  send({ kind: "loaded" });
  for (;;) {
    const { header: order, blobs: inputs } = receive();
    answer(plugin, order as Order, inputs[0] ?? new Uint8Array());
  }
}

serve();
