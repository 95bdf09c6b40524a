import { readFile, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { readOptions } from "../../scripts/command/options.ts";
import { certify, publishPlugin } from "../test/fixtures/plugin.ts";
import { startStack } from "../test/fixtures/stack.ts";
import { table, withFigures } from "./document.ts";
import { executorRows } from "./executors.ts";
import { bareJco, childPerRun, extismWorker, isolatedVm, type Peer } from "./peers.ts";
import { measurePipeline } from "./pipeline.ts";
import { type Row, rounded } from "./row.ts";
import { measureSandbox, type Turns } from "./sandbox.ts";
import { rustSubject, scriptSubject } from "./subjects.ts";

type AllTurns = Turns & { readonly settled: number; readonly queued: number; readonly minutes: number };

const FULL: AllTurns = {
  ...{ warm: 3_000, throughput: 8_000, isolated: 60, cold: 20, javascript: 60 },
  ...{ settled: 12, queued: 10_000, minutes: 5 },
};
const QUICK: AllTurns = {
  ...{ warm: 300, throughput: 600, isolated: 8, cold: 4, javascript: 10 },
  ...{ settled: 3, queued: 600, minutes: 0 },
};
const PAGE = new URL("../../docs/executor-benchmark.md", import.meta.url);

const HELP = `npm run bench:executor -- [options]: what runs take, beside peers (docs/executor-benchmark.md)

  --quick    fewer turns
  --record   writes the figures into the page
  --json     rows {metric, value, unit, peer, peerValue}
  --help     this text`;

const values = readOptions(HELP, {
  json: { type: "boolean", default: false },
  record: { type: "boolean", default: false },
  quick: { type: "boolean", default: false },
});
const busy = loadavg()[0] ?? 0;
const rows = await measure(values.quick ? QUICK : FULL);
if (values.record) {
  const load = `Load when it began: ${busy.toFixed(1)}${busy > 1 ? ", so the machine was shared and times are longer than alone" : ""}.`;
  await writeFile(PAGE, withFigures(await readFile(PAGE, "utf8"), rows, load));
}
console.log(values.json ? JSON.stringify(rows, null, 2) : table(rows));

async function measure(turns: AllTurns): Promise<Row[]> {
  const rust = await rustSubject();
  const { rows, walls } = await measureSandbox(rust, scriptSubject, turns);
  console.error(`walls: ${walls.join(", ")}`);
  const jco = await bareJco(rust, turns.warm);
  const extism = await extismWorker(turns.warm);
  const child = await childPerRun(Math.max(10, turns.cold));
  const isolate = await isolatedVm(turns.javascript);
  const perSecond = (peer: Peer): Peer => ({ ...peer, p50: 1_000 / peer.p50 });
  const peers: Readonly<Record<string, Peer>> = {
    "warm p50": jco,
    "warm p99": { ...extism, p50: extism.p99 },
    "runs per second": perSecond(extism),
    "isolated runs per second": perSecond(child),
    "cold p50": child,
    "javascript warm p50": isolate,
  };
  const around = await measureExecutors(turns);
  return [...rows, ...around].map((row) => {
    const peer = peers[row.metric];
    return peer === undefined ? row : { ...row, peer: peer.name, peerValue: rounded(peer.p50) };
  });
}

/** What runs take with all that is around the sandbox: chain, database, content and other executors, for real. */
async function measureExecutors({ settled, queued, minutes }: AllTurns): Promise<readonly Row[]> {
  const stack = await startStack();
  try {
    const plugin = await publishPlugin(stack.contracts, stack.store);
    await certify(stack.contracts, plugin);
    return [
      ...(await measurePipeline(stack, plugin, { runs: queued, minutes })),
      ...(await executorRows(stack, plugin, settled)),
    ];
  } finally {
    await stack.stop();
  }
}
