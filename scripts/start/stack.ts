import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DEVELOPMENT_CHAIN_ID, type Deployment } from "@nexus/protocol";
import { startChain } from "./chain.ts";
import { ensureDeployment } from "./deployment.ts";
import { StackError } from "./errors.ts";
import { EXECUTOR_NAMES, startExecutor } from "./executors.ts";
import { startGatewayProcess } from "./gateway.ts";
import { compileSubgraph, SUBGRAPH_NAME, startIndexer } from "./indexer.ts";
import { startPageProcess } from "./page.ts";
import type { Ports } from "./ports.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import type { ManagedProcess } from "./process.ts";
import { developmentAccount, type SeedClause, seed } from "./seed.ts";
import { identify, reclaim, removeState, type StackState, startedAt, writeState } from "./state.ts";
import { supervise } from "./supervisor.ts";

/** Everything the main job needs: chain with contracts, IPFS gateway, Postgres, three executors, index, page. */
export type Stack = {
  state: StackState;
  processes: readonly ManagedProcess[];
  /** Processes that ended by themselves and stay down. */
  lost(): readonly ManagedProcess[];
  /** Brings everything up; what fails on the way is stopped again. */
  start(): Promise<Deployment>;
  /** GraphQL endpoint of the index, which comes up while others work already. @throws StackError when it doesn't */
  index(): Promise<string>;
  /** Stops everything, in the reverse order of starting, also in the middle of `start`. */
  stop(): Promise<void>;
};

export type StackOptions = {
  /** Where state, logs and databases lie; kept between starts. */
  directory: string;
  ports: Ports;
  /** Throws away what an earlier start left. */
  fresh: boolean;
  clause: SeedClause;
  /** Whether to build and serve the web page. */
  page?: boolean;
  report: (message: string) => void;
};

type Running = {
  options: StackOptions;
  state: StackState;
  processes: ManagedProcess[];
  lost: ManagedProcess[];
  signal: AbortSignal;
  indexing: Promise<string>;
};

export function createStack(options: StackOptions): Stack {
  const { directory, ports } = options;
  const abort = new AbortController();
  const state: StackState = {
    launcher: process.pid,
    chainId: DEVELOPMENT_CHAIN_ID,
    rpcUrl: `http://127.0.0.1:${ports.chain}`,
    gateway: `http://127.0.0.1:${ports.gateway}`,
    contentDirectory: join(directory, "content"),
    index: "",
    page: "",
    executors: [],
    processes: [{ name: "launcher", pid: process.pid, startedAt: startedAt(process.pid) }],
  };
  const running: Running = {
    options,
    state,
    processes: [],
    lost: [],
    signal: abort.signal,
    indexing: unstarted(),
  };
  let starting: Promise<Deployment> | undefined;
  const stop = async () => {
    abort.abort(new StackError("stopped while starting"));
    await Promise.allSettled([starting, running.indexing]);
    for (const managed of running.processes.toReversed()) await managed.stop();
    if (starting) removeState(directory);
  };
  const start = () => {
    starting = bringUp(running);
    return starting;
  };
  return {
    state,
    processes: running.processes,
    lost: () => running.lost,
    start,
    index: () => running.indexing,
    stop,
  };
}

function unstarted(): Promise<string> {
  const never = Promise.reject(new StackError("The index isn't started."));
  never.catch(() => undefined);
  return never;
}

async function bringUp(running: Running): Promise<Deployment> {
  const { options, state, signal } = running;
  const { directory, report } = options;
  const reclaimed = await reclaim(directory);
  if (reclaimed.length > 0) report(`Ended what an earlier start left running: ${reclaimed.join(", ")}`);
  if (options.fresh) rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const build = compileSubgraph();
  build.catch(() => undefined);
  const postgres = await startServices(running);
  const deployment = await ensureDeployment({ rpcUrl: state.rpcUrl, report, signal });
  const calls = await seed(state.rpcUrl, deployment, options.clause);
  if (calls > 0)
    report(`Reviewers seated, executors staked, all roles handed over to the DAO (${calls} transactions)`);
  signal.throwIfAborted();
  running.indexing = startIndex(running, postgres, build);
  running.indexing.catch(() => undefined);
  const starting = [startExecutors(running, postgres)];
  if (options.page) starting.push(startPage(running, deployment));
  for (const started of await Promise.allSettled(starting)) {
    if (started.status === "rejected") throw started.reason;
  }
  return deployment;
}

function add(running: Running, managed: ManagedProcess): ManagedProcess {
  running.processes.push(managed);
  identifyAll(running);
  return managed;
}

function identifyAll({ options, state, processes }: Running): void {
  state.processes = [state.processes.slice(0, 1), processes.map(identify)].flat();
  writeState(options.directory, state);
}

/** Starts a process that is ready again whenever it ends by itself. */
function keepUp(running: Running, managed: ManagedProcess, back = async () => {}): void {
  const { options, lost, signal } = running;
  void supervise(managed, {
    report: options.report,
    restarted: () => identifyAll(running),
    back,
    signal,
    now: () => performance.now(),
    pause,
  }).then(() => signal.aborted || lost.push(managed));
}

/** Ends graph-node, which is started again then: by itself it may rest for two minutes after its database was away. */
async function renewIndex({ processes, options }: Running): Promise<void> {
  const index = processes.find(({ name }) => name === "Index");
  if (!index?.running()) return;
  options.report("Starting the index again, because its database was away");
  await index.stop(2_000);
}

/** What the chain mined since it last wrote its state down would be gone after a restart: it stays down. */
function watchChain({ lost, signal }: Running, chain: ManagedProcess): void {
  void chain.ended().then(() => signal.aborted || lost.push(chain));
}

async function startServices(running: Running): Promise<Postgres> {
  const { directory, ports, report } = running.options;
  const log = (name: string) => join(directory, "logs", `${name}.log`);
  const { chain: chainPort, gateway: gatewayPort, postgres: port } = ports;
  const [chain, gateway, postgres] = await Promise.allSettled([
    startChain({ stateFile: join(directory, "chain.json"), port: chainPort, logFile: log("chain") }),
    startGatewayProcess({
      directory: running.state.contentDirectory,
      port: gatewayPort,
      logFile: log("gateway"),
    }),
    startPostgres({ directory: join(directory, "postgres"), port, logFile: log("postgres") }),
  ]);
  for (const started of [chain, gateway]) if (started.status === "fulfilled") add(running, started.value);
  if (postgres.status === "fulfilled") add(running, postgres.value.process);
  if (chain.status === "rejected") throw chain.reason;
  if (gateway.status === "rejected") throw gateway.reason;
  if (postgres.status === "rejected") throw postgres.reason;
  watchChain(running, chain.value);
  keepUp(running, gateway.value);
  keepUp(running, postgres.value.process, () => renewIndex(running));
  report(
    `Running: chain (anvil) ${running.state.rpcUrl}, IPFS gateway ${running.state.gateway}, Postgres on port ${ports.postgres}`,
  );
  return postgres.value;
}

async function startIndex(running: Running, postgres: Postgres, build: Promise<string>): Promise<string> {
  const { options, state } = running;
  const { process: managed, url } = await startIndexer({
    ...state,
    databaseUrl: await postgres.database("index"),
    ports: options.ports.indexer,
    directory: join(options.directory, "index"),
    build,
    logFile: join(options.directory, "logs", "index.log"),
  });
  add(running, managed);
  keepUp(running, managed);
  state.index = url;
  writeState(options.directory, state);
  options.report(`The index follows the chain: ${url}`);
  return url;
}

async function startPage(running: Running, deployment: Deployment): Promise<void> {
  const { options, state } = running;
  const { directory, ports } = options;
  const index = `http://127.0.0.1:${ports.indexer.http}/subgraphs/name/${SUBGRAPH_NAME}`;
  const managed = await startPageProcess({ ...state, index, deployment, directory, port: ports.page });
  add(running, managed);
  keepUp(running, managed);
  state.page = `http://127.0.0.1:${ports.page}/`;
  writeState(directory, state);
  options.report(`The page is served: ${state.page}`);
}

async function startExecutors(running: Running, postgres: Postgres): Promise<void> {
  const { options, state } = running;
  const ready = EXECUTOR_NAMES.map(async (name, index) => {
    const port = options.ports.executors[index] ?? 0;
    const databaseUrl = await postgres.database(name.replace("-", "_"));
    const managed = add(
      running,
      startExecutor({ ...state, name, port, databaseUrl, directory: options.directory }),
    );
    const url = `http://127.0.0.1:${port}`;
    state.executors.push({ name, address: developmentAccount(name).address, url });
    await managed.ready();
    keepUp(running, managed);
  });
  await Promise.all(ready);
  state.executors.sort((a, b) => a.name.localeCompare(b.name));
  writeState(options.directory, state);
  options.report(`${EXECUTOR_NAMES.length} executors are ready`);
}
