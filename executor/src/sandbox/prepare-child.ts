/**
 * The program of a preparing child: it takes one component, checks it against the world and answers with the form
 * runners load, or with the rule the component breaks. It executes nothing of the component.
 * It may read the transpiler alone, and waits to be killed once it has answered.
 */
import { readSync, writeSync } from "node:fs";
import { registerHooks } from "node:module";
import type { generate as Generate } from "@bytecodealliance/jco-transpile/component";
import type * as WasmTools from "@bytecodealliance/jco-transpile/wasm-tools";
import type * as Acorn from "acorn";
import type { PrepareRule } from "./errors.ts";
import { encodeFrame, type Frame, FrameDecoder } from "./frames.ts";
import { glueScript } from "./glue.ts";
import { importFault } from "./imports.ts";
import { limitModule } from "./memory-limit.ts";
import { meterModule } from "./metered-module.ts";
import { UnfitModule } from "./module-reader.ts";
import type { PrepareOrder } from "./prepare.ts";

const ORDERS = 0;
const ANSWERS = 1;
const CHUNK_BYTES = 1 << 16;
const DETAIL_CHARACTERS = 400;
/** Each may grow to its own limit, and the engine keeps all of them in the heap. */
const MOST_TABLES = 8;
const COMPONENT_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

/** What toolchains leave in a component of what they built it with. Nobody calls it. */
const LEFTOVERS: readonly string[] = [
  // componentize-qjs
  "export init: func(shim: string, script: string, entry-path: option<string>, disable-gc: bool) -> result<_, string>;",
];

type Files = readonly (readonly [name: string, bytes: Uint8Array])[];
type Bindgen = { generate: typeof Generate; $init: Promise<void> };

class Refused extends Error {
  readonly rule: PrepareRule;

  constructor(rule: PrepareRule, detail: string) {
    super(detail);
    this.rule = rule;
  }
}

/** What the transpiler's own WebAssembly gets of the outside: nothing. It is given bytes and returns bytes. */
const NOTHING = `
const refuse = () => { throw new Error("the transpiler asked for something outside"); };
class Resource {}
export const environment = { getEnvironment: () => [] };
export const exit = { exit: refuse };
export const stdin = { getStdin: refuse }, stdout = { getStdout: refuse }, stderr = { getStderr: refuse };
export const terminalInput = { TerminalInput: Resource }, terminalOutput = { TerminalOutput: Resource };
export const terminalStdin = { getTerminalStdin: refuse }, terminalStdout = { getTerminalStdout: refuse };
export const terminalStderr = { getTerminalStderr: refuse };
export const preopens = { getDirectories: () => [] };
export const types = { Descriptor: Resource, DirectoryEntryStream: Resource, filesystemErrorCode: refuse };
export const error = { Error: Resource };
export const streams = { InputStream: Resource, OutputStream: Resource };
export const random = { getRandomBytes: (size) => new Uint8Array(Number(size)), getRandomU64: () => 0n };
`;

function closeOutside(): void {
  const url = `data:text/javascript,${encodeURIComponent(NOTHING)}`;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith("@bytecodealliance/preview2-shim")
        ? { url, format: "module", shortCircuit: true }
        : next(specifier, context),
  });
}

/** Runs a step of the toolset; what it throws is the component's fault, in the toolset's words. */
async function withToolset<T>(step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Refused("component", `the toolset refuses it: ${words.trim().slice(0, DETAIL_CHARACTERS)}`);
  }
}

function linesOf(wit: string, verb: "import" | "export"): string[] {
  return wit
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${verb} `));
}

function checkWorld(candidate: string, world: string, order: PrepareOrder): void {
  const fault = importFault(linesOf(candidate, "import"), { ...order, offered: linesOf(world, "import") });
  if (fault !== undefined) throw new Refused("imports", fault.slice(0, DETAIL_CHARACTERS));
  const wanted = linesOf(world, "export").sort();
  const exported = linesOf(candidate, "export").sort();
  const missing = wanted.filter((line) => !exported.includes(line));
  if (missing.length > 0) throw new Refused("exports", `it lacks "${shorten(missing)}"`);
  const extra = exported.filter((line) => !(wanted.includes(line) || LEFTOVERS.includes(line)));
  if (extra.length > 0)
    throw new Refused("exports", `it has "${shorten(extra)}" besides what the world asks for`);
}

function shorten(lines: readonly string[]): string {
  return lines.join(" ").slice(0, DETAIL_CHARACTERS);
}

/** The interfaces' types as the bindings declare them, without comments, by file name. */
function interfacesOf(files: Files): Map<string, string> {
  return new Map(
    files
      .filter(([name]) => name.startsWith("interfaces/") && !name.startsWith("interfaces/wasi-"))
      .map(([name, bytes]) => [
        name,
        Buffer.from(bytes)
          .toString()
          .replace(/\/\*[\s\S]*?\*\//g, ""),
      ]),
  );
}

function checkInterfaces(candidate: Files, world: Files): void {
  const expected = interfacesOf(world);
  for (const [name, types] of interfacesOf(candidate)) {
    if (expected.get(name) !== types)
      throw new Refused("imports", `${name} isn't the world's interface of that name`);
  }
}

function limitModules(files: Files, order: PrepareOrder): { name: string; bytes: Uint8Array }[] {
  const modules = files.filter(([name]) => name.endsWith(".wasm"));
  return limitMemories(modules, order).map(([name, limited]) => {
    checkValid(name, limited);
    const bytes = meterModule(limited);
    checkValid(`${name} with its meter`, bytes);
    return { name, bytes };
  });
}

/**
 * One memory is allowed. componentize-qjs leaves others beside it that start without a page and are never used: they
 * stay without one.
 */
function limitMemories(modules: Files, order: PrepareOrder): [name: string, bytes: Uint8Array][] {
  const limited = modules.map(([name, module]) => ({ name, module, ...limitModule(module, order) }));
  const memories = limited.reduce((sum, module) => sum + module.memories, 0);
  const empty = limited.reduce((sum, module) => sum + module.empty, 0);
  if (memories > 1 && memories - empty !== 1) {
    throw new Refused("memory", `it defines ${memories} memories and one is allowed`);
  }
  const tables = limited.reduce((sum, module) => sum + module.tables, 0);
  if (tables > MOST_TABLES)
    throw new Refused("tables", `it defines ${tables} tables and ${MOST_TABLES} are allowed`);
  const isBeside = (module: { empty: number }) => memories > 1 && module.empty > 0;
  return limited.map((one) => [
    one.name,
    isBeside(one) ? limitModule(one.module, { ...order, memoryPages: 0 }).bytes : one.bytes,
  ]);
}

/** Before the meter is put in, so that no index of the module's own can mean something of the meter's; and behind it. */
function checkValid(what: string, module: Uint8Array): void {
  if (!WebAssembly.validate(module)) throw new Refused("component", `${what} isn't valid for this engine`);
}

async function prepare(order: PrepareOrder, component: Uint8Array): Promise<Buffer> {
  if (!COMPONENT_HEADER.every((byte, index) => component[index] === byte)) {
    throw new Refused("component", "it isn't a WebAssembly component");
  }
  closeOutside();
  const { generate, $init }: Bindgen = await import(order.bindgenUrl);
  const tools: typeof WasmTools = await import(order.toolsUrl);
  await $init;
  const embedded = await tools.componentEmbed({ dummy: true, witSource: order.wit, world: order.world });
  const reference = await tools.componentNew(embedded, []);
  checkWorld(
    await withToolset(() => tools.componentWit(component)),
    await tools.componentWit(reference),
    order,
  );
  const options = {
    name: "plugin",
    instantiation: { tag: "sync" },
    base64Cutoff: 0,
    noNodejsCompat: true,
    noComponentErrorWrapping: true,
  } as const;
  const { files } = await withToolset(() => generate(component, options));
  checkInterfaces(files, generate(reference, options).files);
  const modules = limitModules(files, order);
  const source = files.find(([name]) => name === "plugin.js")?.[1] ?? new Uint8Array();
  const { parse }: typeof Acorn = await import(order.parserUrl);
  const glue = Buffer.from(glueScript(Buffer.from(source).toString(), parse));
  const names = modules.map(({ name }) => name);
  const made = [glue, ...modules.map(({ bytes }) => bytes)];
  checkSize(made, order.most);
  return encodeFrame({ kind: "prepared", modules: names }, made);
}

function checkSize(made: readonly Uint8Array[], most: PrepareOrder["most"]): void {
  const bytes = made.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (made.length > most.files || bytes > most.bytes) {
    const allowed = `${most.bytes} bytes in ${most.files} files`;
    throw new Refused(
      "size",
      `made runnable it has ${bytes} bytes in ${made.length} files, and ${allowed} are allowed`,
    );
  }
}

function receive(): Frame {
  const decoder = new FrameDecoder({ maxBytes: 0xffff_ffff });
  for (;;) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    const size = readSync(ORDERS, chunk, 0, CHUNK_BYTES, null);
    if (size === 0) process.exit(0);
    const [frame] = decoder.push(chunk.subarray(0, size));
    if (frame !== undefined) return frame;
  }
}

function send(frame: Uint8Array): void {
  for (let offset = 0; offset < frame.byteLength; ) offset += writeSync(ANSWERS, frame, offset);
}

async function answer({ header, blobs }: Frame): Promise<Buffer> {
  try {
    return await prepare(header as PrepareOrder, blobs[0] ?? new Uint8Array());
  } catch (error) {
    if (!(error instanceof Refused || error instanceof UnfitModule)) throw error;
    return encodeFrame({ kind: "refused", rule: error.rule, detail: error.message });
  }
}

async function serve(): Promise<void> {
  send(encodeFrame({ kind: "ready" }));
  send(await answer(receive()));
  receive();
}

serve();
