import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DEVELOPMENT_CHAIN_ID } from "@nexus/protocol";
import pg from "pg";
import { buildSubgraph } from "../../subgraph/build.ts";
import { StackError } from "./errors.ts";
import { type ManagedProcess, startProcess } from "./process.ts";

/** TCP ports of graph-node: queries, index status, administration, metrics. It listens on every interface. */
export type IndexerPorts = { http: number; status: number; admin: number; metrics: number };

export type IndexerOptions = {
  rpcUrl: string;
  gateway: string;
  /** Connection string of a database of its own, which is thrown away: graph-node's dev mode indexes anew at each start. */
  databaseUrl: string;
  ports: IndexerPorts;
  /** Where graph-node works. */
  directory: string;
  /** The folder of the compiled subgraph: see `compileSubgraph`. */
  build: Promise<string>;
  logFile: string;
};

/** What graph-node calls the first subgraph of its dev mode. */
export const SUBGRAPH_NAME = "subgraph-0";

/** Where builds are kept, by the digest of their sources; stacks share it. */
const CACHE = resolve(import.meta.dirname, "../../.nexus/cache/subgraph");

/** Compiles the subgraph of the local chain if its sources changed. @returns the folder with its manifest @throws StackError */
export async function compileSubgraph(): Promise<string> {
  try {
    return (await buildSubgraph({ chainId: DEVELOPMENT_CHAIN_ID, cache: CACHE })).directory;
  } catch (cause) {
    throw new StackError(`The subgraph can't be built. ${(cause as Error).message}`, { cause });
  }
}

/**
 * Starts the real graph-node on the project's subgraph. Resolves when queries are answered and the index follows the chain.
 * @returns the process, and the address of GraphQL queries
 * @throws StackError
 */
export async function startIndexer(
  options: IndexerOptions,
): Promise<{ process: ManagedProcess; url: string }> {
  locateGraphNode();
  const build = await options.build;
  const url = `http://127.0.0.1:${options.ports.http}/subgraphs/name/${SUBGRAPH_NAME}`;
  const managed = await startGraphNode({
    ...options,
    manifests: [join(build, "subgraph.yaml")],
    probe: movingProbe(url),
  });
  await managed.ready();
  return { process: managed, url };
}

export type GraphNodeOptions = Omit<IndexerOptions, "build"> & {
  /** Compiled manifests of the chain that they call `local`; the nth is served as subgraph-n. */
  manifests: readonly string[];
  probe: () => Promise<unknown>;
};

/** Starts graph-node on an empty database. @throws StackError */
export async function startGraphNode(options: GraphNodeOptions): Promise<ManagedProcess> {
  await createEmptyDatabase(options.databaseUrl);
  const home = join(options.directory, "home");
  mkdirSync(home, { recursive: true });
  return startProcess({
    name: "Index",
    command: locateGraphNode(),
    args: graphNodeArguments(options),
    logFile: options.logFile,
    cwd: home,
    env: graphNodeEnvironment(options.databaseUrl, home),
    stopSignal: "SIGINT",
    probe: options.probe,
  });
}

function locateGraphNode(): string {
  const name = `@graphprotocol/gnd-${process.platform}-${process.arch}`;
  try {
    return join(fileURLToPath(import.meta.resolve(`${name}/package.json`)), "../bin/gnd");
  } catch (cause) {
    throw new StackError(
      `No graph-node for ${process.platform}-${process.arch} is installed (npm package ${name}). Run npm ci on linux-x64.`,
      { cause },
    );
  }
}

function graphNodeArguments({ manifests, rpcUrl, gateway, ports }: GraphNodeOptions): string[] {
  return [
    ["dev", "--manifests", manifests.map((manifest) => `${manifest}:.`).join(",")],
    ["--ethereum-rpc", `local:${rpcUrl}`, "--ipfs", gateway],
    ["--http-port", String(ports.http), "--index-node-port", String(ports.status)],
    ["--admin-port", String(ports.admin), "--metrics-port", String(ports.metrics)],
  ].flat();
}

/** The password of the database goes by the environment, where other accounts can't read it. */
function graphNodeEnvironment(databaseUrl: string, home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    POSTGRES_URL: databaseUrl,
    GRAPH_LOG: "info",
    // Milliseconds between looks for a new block, and seconds until a manifest that wasn't on IPFS is asked for again.
    ETHEREUM_POLLING_INTERVAL: "200",
    GRAPH_FDS_MAX_BACKOFF: "10",
    // A dev index is small: what happened is to be seen at once.
    GRAPH_STORE_WRITE_BATCH_DURATION: "0",
  };
}

/** Drops and creates the database, so that nothing is left of a chain that was thrown away. graph-node needs C collation. */
async function createEmptyDatabase(databaseUrl: string): Promise<void> {
  const maintenance = new URL(databaseUrl);
  const name = pg.escapeIdentifier(decodeURIComponent(maintenance.pathname.slice(1)));
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
  } finally {
    await client.end();
  }
}

/** A probe that fails until the index has answered with two different blocks. */
function movingProbe(url: string): () => Promise<void> {
  let first: number | undefined;
  return async () => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ _meta { block { number } } }" }),
      signal: AbortSignal.timeout(5_000),
    });
    const body = (await answer.json()) as { data?: { _meta: { block: { number: number } } | null } };
    const block = body.data?._meta?.block.number;
    if (block === undefined) throw new Error(`the index answers ${JSON.stringify(body)}`);
    first ??= block;
    if (block === first) throw new Error(`the index stays at block ${block}`);
  };
}
