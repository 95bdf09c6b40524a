import { deepStrictEqual } from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { MemoryContentStore, startGateway } from "@nexus/content";
import { indexStatus, queryIndex } from "@nexus/discovery";
import { DEVELOPMENT_CHAIN_ID, deployments } from "@nexus/protocol";
import { startGraphNode } from "../scripts/start/indexer.ts";
import { startPostgres } from "../scripts/start/postgres.ts";
import { buildSubgraph } from "./build.ts";
import type { BlockTest } from "./testing/block-test.ts";
import { startTestChain } from "./testing/chain.ts";

// Indexes the blocks of each file in tests/ with the real graph-node, offline, and compares what GraphQL answers. Each test is
// a chain of its own. Arguments choose files.
const DEADLINE_MS = 30_000;
/** More for each test: graph-node takes them in one after the other. */
const DEADLINE_MS_A_TEST = 5_000;
const PAUSE_MS = 100;
const root = import.meta.dirname;

type Case = { name: string; test: BlockTest; manifest: string };

/** The text with a contract's address for `{Name}`, as graph-node spells it, and its digits alone for `{Name:digits}`. */
function named(text: string): string {
  const contracts = Object.entries(deployments[DEVELOPMENT_CHAIN_ID]?.contracts ?? {});
  return contracts.reduce((changed, [name, address]) => {
    const at = address.toLowerCase();
    return changed.replaceAll(`{${name}}`, at).replaceAll(`{${name}:digits}`, at.slice(2));
  }, text);
}

/** Each test has contracts and transactions of its own on one chain, because graph-node's dev mode knows one chain. */
function prepare(directory: string, build: string, files: readonly string[]): Case[] {
  const contracts = Object.values(deployments[DEVELOPMENT_CHAIN_ID]?.contracts ?? {});
  return files.map((name, i) => {
    const folder = join(directory, `test-${i}`);
    cpSync(build, folder, { recursive: true });
    const manifest = join(folder, "subgraph.yaml");
    writeFileSync(manifest, renumber(readFileSync(manifest, "utf8"), contracts, i));
    const text = named(readFileSync(join(root, "tests", name), "utf8"));
    const given = JSON.parse(text) as BlockTest;
    const transactions = given.blocks.flatMap(({ events }) => events.flatMap(({ txHash }) => txHash ?? []));
    const test = JSON.parse(renumber(text, [...contracts, ...transactions], i)) as BlockTest;
    return { name, test, manifest };
  });
}

/** The text with the first four digits of these hex values replaced. */
function renumber(text: string, values: readonly string[], i: number): string {
  const digits = i.toString(16).padStart(4, "0");
  return [...new Set(values)].reduce(
    (changed, value) =>
      changed.replaceAll(new RegExp(value.slice(2), "gi"), digits + value.slice(6).toLowerCase()),
    text,
  );
}

/** Every event that the manifest handles is in some test. */
function requireEvents(manifest: string, tests: readonly BlockTest[]): void {
  const handled = [...readFileSync(manifest, "utf8").matchAll(/- event: (\w+)\(/g)].map(([, name]) => name);
  const logs = tests.flatMap(({ blocks }) => blocks.flatMap(({ events }) => events));
  const tested = new Set(logs.map(({ event }) => event.slice(0, event.indexOf("("))));
  const missing = [...new Set(handled)].filter((name) => name && !tested.has(name));
  if (missing.length > 0) throw new Error(`No test has the event ${missing.join(", ")}.`);
}

async function startFiles(cases: readonly Case[]) {
  const store = new MemoryContentStore();
  for (const { test, name } of cases) {
    for (const { cid, content } of test.files ?? []) {
      const added = await store.add(new TextEncoder().encode(content));
      if (added !== cid) throw new Error(`${name} gives ${cid} to a file whose CID is ${added}.`);
    }
  }
  return startGateway({ store, port: 0 });
}

/** Asks until the answer is the expected one, because files are indexed after blocks; throws the last difference. */
async function check(url: string, { test }: Case, head: number, deadline: number): Promise<void> {
  for (;;) {
    try {
      const { block, hasErrors } = await indexStatus({ url });
      deepStrictEqual({ block, hasErrors }, { block: head, hasErrors: false });
      for (const { query, expected } of test.assertions)
        deepStrictEqual(await queryIndex<unknown>({ url }, query), expected);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

const directory = mkdtempSync(join(tmpdir(), "nexus-subgraph-"));
// Postgres leaves root for an account that must reach its folder.
chmodSync(directory, 0o755);
const chosen = process.argv.slice(2).map((path) => basename(path));
const files = readdirSync(join(root, "tests")).filter((file) => chosen.length === 0 || chosen.includes(file));
if (files.length === 0) throw new Error(`No test is called ${chosen.join(", ")}.`);
const { directory: build } = await buildSubgraph({ chainId: 31337, cache: join(root, "../.nexus/subgraph") });
const cases = prepare(directory, build, files);
const chain = await startTestChain(cases.map(({ test }) => test));
if (chosen.length === 0)
  requireEvents(
    join(build, "subgraph.yaml"),
    cases.map(({ test }) => test),
  );
const gateway = await startFiles(cases);
const [port = 0, http = 0, status = 0, admin = 0, metrics = 0] = await Promise.all(
  Array.from({ length: 5 }, freePort),
);
mkdirSync(join(directory, "postgres"));
const postgres = await startPostgres({
  directory: join(directory, "postgres"),
  port,
  logFile: join(directory, "postgres.log"),
});
const url = (i: number) => `http://127.0.0.1:${http}/subgraphs/name/subgraph-${i}`;
const logFile = join(directory, "graph-node.log");
const graphNode = await startGraphNode({
  manifests: cases.map(({ manifest }) => manifest),
  rpcUrl: chain.url,
  gateway: gateway.url,
  databaseUrl: await postgres.database("subgraph_tests"),
  ports: { http, status, admin, metrics },
  directory,
  logFile,
  probe: () => indexStatus({ url: url(0) }),
});
try {
  await graphNode.ready();
  const deadline = performance.now() + DEADLINE_MS + cases.length * DEADLINE_MS_A_TEST;
  const outcomes = await Promise.allSettled(
    cases.map((each, i) => check(url(i), each, chain.head, deadline)),
  );
  outcomes.forEach((outcome, i) => {
    console.log(`${outcome.status === "fulfilled" ? "✓" : "✗"} ${cases[i]?.test.name}`);
    if (outcome.status === "rejected") console.log(`${cases[i]?.name}: ${(outcome.reason as Error).message}`);
  });
  const failed = outcomes.filter((outcome) => outcome.status === "rejected").length;
  if (failed > 0) process.exitCode = 1;
  if (failed > 0)
    console.log(
      readFileSync(logFile, "utf8")
        .split("\n")
        .filter((line) => /ERRO|WARN/.test(line))
        .join("\n"),
    );
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
} finally {
  await graphNode.stop();
  await postgres.stop();
  await gateway.close();
  chain.close();
  rmSync(directory, { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
