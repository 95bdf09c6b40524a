import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { fastDigest } from "../digest.ts";
import type { PreparedCache } from "./cache.ts";
import { ChildEnded, Confined } from "./confined.ts";
import { PrepareFailed, PrepareRefused, SandboxClosed } from "./errors.ts";
import { encodeFrame, type Frame } from "./frames.ts";
import { PAGE_BYTES } from "./memory-limit.ts";
import { residentBytes } from "./process-times.ts";
import { childProgram } from "./program.ts";
import type { PreparedPlugin, PrepareLimits, Terms } from "./sandbox.ts";
import { BINDGEN_URL, PARSER, PARSER_URL, PASSES, TRANSPILER, transpilerVersion } from "./tools.ts";
import { Turns } from "./turns.ts";
import { build, type Command, nodeCommand, type Wall } from "./walls.ts";
import { readable } from "./words.ts";

/** What the preparing child is told. */
export type PrepareOrder = {
  readonly wit: string;
  readonly world: string;
  readonly asked: readonly string[];
  readonly granted: readonly string[];
  readonly memoryPages: number;
  readonly tableEntries: number;
  /** Of the answer, in bytes and in files. */
  readonly most: { readonly bytes: number; readonly files: number };
  readonly bindgenUrl: string;
  readonly toolsUrl: string;
  readonly parserUrl: string;
};

/** Entries of a table; V8 keeps each in the JavaScript heap. */
const TABLE_ENTRIES = 100_000;
const HEAP_MIB = 1_024;
const TRANSPILER_MEMORY_PAGES = (1_024 * 1_024 * 1_024) / PAGE_BYTES;
/** Heap, the transpiler's memory and all else of a child. */
const CHILD_BYTES = 2 * 1_024 * 1_024 * 1_024;
const MEMORY_POLL_MS = 100;
/** Time a child has to start, in milliseconds; the limit of preparing counts from there. */
const START_MS = 15_000;
const SMALL_FRAME_BYTES = 65_536;
const WORD_ALONE = { maxBytes: SMALL_FRAME_BYTES, maxHeaderBytes: SMALL_FRAME_BYTES, maxBlobs: 0 };
/** The script and the core modules, each with its name and length. */
const MOST_FILES = 10_000;
const HEADER_BYTES = MOST_FILES * 64;
/** Components prepared at once, so that a slow one doesn't hold up the others, and the others don't take all memory. */
const AT_ONCE = 4;
const WAITING = 64;
/** Generated script and metered modules together may be as large as this times the component, and this much more. */
const GROWTH_FACTOR = 4;
const GROWTH_BYTES = 16 * 1024 * 1024;

const WIT = fileURLToPath(new URL("../../../sdk/wit", import.meta.url));
const TOOLS_URL = import.meta.resolve("@bytecodealliance/jco-transpile/wasm-tools");

const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("prepared"), modules: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal("refused"),
    rule: z.enum(["size", "component", "imports", "exports", "memory", "tables", "instructions"]),
    detail: z.string().transform(readable),
  }),
]);

/** How a preparing child is started behind the given walls. */
function prepareCommand(walls: readonly Wall[]): Command {
  const flags = [`--max-old-space-size=${HEAP_MIB}`, `--wasm-max-mem-pages=${TRANSPILER_MEMORY_PAGES}`];
  const granted = [TRANSPILER, PARSER];
  return build(walls, nodeCommand(childProgram("prepare-child"), { flags, granted }));
}

export type PreparerOptions = {
  readonly walls: readonly Wall[];
  readonly cache: PreparedCache;
  /** What was used last stays in memory, up to so many bytes. */
  readonly keptBytes: number;
};

/** Prepares components, each in a child of its own, and keeps what it made. */
export class Preparer {
  readonly #walls: readonly Wall[];
  readonly #cache: PreparedCache;
  readonly #underWay = new Map<string, Promise<PreparedPlugin>>();
  readonly #children = new Set<Confined>();
  readonly #kept: LRUCache<string, PreparedPlugin>;
  readonly #turns = new Turns({ most: AT_ONCE, waitingLimit: WAITING });
  #closed = false;

  constructor({ walls, cache, keptBytes }: PreparerOptions) {
    this.#walls = walls;
    this.#cache = cache;
    this.#kept = new LRUCache({ maxSize: Math.max(1, keptBytes), sizeCalculation: sizeOf });
  }

  /** @throws PrepareRefused, PrepareFailed, SandboxBusy */
  async prepare(component: Uint8Array, limits: PrepareLimits, terms: Terms): Promise<PreparedPlugin> {
    const digest = fastDigest(component);
    if (component.byteLength > limits.componentBytes) {
      const detail = `it has ${component.byteLength} bytes and the limit is ${limits.componentBytes}`;
      throw new PrepareRefused({ digest, rule: "size", detail });
    }
    const wit = await witOf(terms);
    const key = await keyOf(digest, limits, terms, wit);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const underWay = this.#underWay.get(key) ?? this.#produce({ component, digest, key, wit, limits, terms });
    this.#underWay.set(key, underWay);
    const plugin = await underWay.finally(() => this.#underWay.delete(key));
    this.#kept.set(key, plugin);
    return plugin;
  }

  /** Kills what is under way and waits until each child is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const children = [...this.#children];
    for (const child of children) child.end("killed", "the sandbox was closed");
    await Promise.all(children.map((child) => child.exited));
  }

  async #produce(job: Job): Promise<PreparedPlugin> {
    const cached = await this.#cache.load(job.key);
    if (cached !== undefined) return cached;
    const { header, blobs } = await this.#turns.run(() => this.#ask(job));
    const answer = answerSchema.safeParse(header);
    const { digest } = job;
    if (!answer.success)
      throw new PrepareFailed({ digest, reason: "the child's answer isn't one", cause: answer.error });
    if (answer.data.kind === "refused") {
      throw new PrepareRefused({ digest, rule: answer.data.rule, detail: answer.data.detail });
    }
    const plugin = assemble(job, answer.data.modules, blobs);
    await this.#cache.store(plugin);
    return plugin;
  }

  async #ask({ component, digest, wit, limits, terms }: Job): Promise<Frame> {
    if (this.#closed) throw new SandboxClosed();
    const order = orderOf(component, wit, limits, terms);
    const child = new Confined(prepareCommand(this.#walls));
    this.#children.add(child);
    let started = false;
    const watch = setInterval(() => {
      if (residentBytes(child.pid) > CHILD_BYTES) child.end("crashed", "it takes more memory than it may");
    }, MEMORY_POLL_MS);
    try {
      await child.exchange(undefined, { wallMs: START_MS, ...WORD_ALONE });
      started = true;
      return await child.exchange(encodeFrame(order, [component]), {
        ...{ maxBytes: order.most.bytes + HEADER_BYTES, maxHeaderBytes: HEADER_BYTES, maxBlobs: MOST_FILES },
        wallMs: limits.wallMs,
      });
    } catch (error) {
      throw error instanceof ChildEnded ? faultOf(error, digest, started) : error;
    } finally {
      clearInterval(watch);
      child.end("killed", "the child has done its work");
      await child.exited;
      this.#children.delete(child);
    }
  }
}

type Job = {
  readonly component: Uint8Array;
  readonly digest: string;
  readonly key: string;
  readonly wit: string;
  readonly limits: PrepareLimits;
  readonly terms: Terms;
};

const wits = new Map<string, Promise<string>>();

/** The text of the interface that a component was made for. */
function witOf({ witPackage }: Terms): Promise<string> {
  const path = join(WIT, witPackage.slice(witPackage.indexOf("@") + 1), "nexus-plugin.wit");
  const text = wits.get(path) ?? readFile(path, "utf8");
  wits.set(path, text);
  text.catch(() => wits.delete(path));
  return text;
}

function sizeOf({ source, modules }: PreparedPlugin): number {
  return modules.reduce((sum, { bytes }) => sum + bytes.byteLength, source.byteLength);
}

function orderOf(component: Uint8Array, wit: string, limits: PrepareLimits, terms: Terms): PrepareOrder {
  return {
    wit,
    world: terms.world,
    asked: terms.asked,
    granted: terms.granted,
    memoryPages: Math.floor(limits.memoryBytes / PAGE_BYTES),
    tableEntries: TABLE_ENTRIES,
    most: { bytes: GROWTH_FACTOR * component.byteLength + GROWTH_BYTES, files: MOST_FILES },
    bindgenUrl: BINDGEN_URL,
    toolsUrl: TOOLS_URL,
    parserUrl: PARSER_URL,
  };
}

async function keyOf(digest: string, limits: PrepareLimits, terms: Terms, wit: string): Promise<string> {
  const { world, asked, granted } = terms;
  const rules = [wit, world, asked.toSorted(), granted.toSorted()];
  const parts = [digest, limits.memoryBytes, TABLE_ENTRIES, rules, PASSES, await transpilerVersion()];
  return fastDigest(Buffer.from(JSON.stringify(parts)));
}

function assemble(job: Job, names: readonly string[], blobs: readonly Uint8Array[]): PreparedPlugin {
  const [source, ...binaries] = blobs;
  if (source === undefined || binaries.length !== names.length) {
    throw new PrepareFailed({ digest: job.digest, reason: "the child's answer lacks a module" });
  }
  return {
    digest: job.digest,
    key: job.key,
    memoryBytes: job.limits.memoryBytes,
    source,
    modules: binaries.map((bytes, index) => ({ name: names[index] ?? "", bytes })),
  };
}

/** What ended a child that had the component is held against the component; what ended it earlier isn't. */
function faultOf(ended: ChildEnded, digest: string, started: boolean): Error {
  const detail = ended.message;
  if (ended.reason === "killed") return new SandboxClosed();
  if (started && ended.reason === "timeout") return new PrepareRefused({ digest, rule: "time", detail });
  if (started && ended.reason === "crashed") return new PrepareRefused({ digest, rule: "resources", detail });
  return new PrepareFailed({ digest, reason: detail, cause: ended });
}
