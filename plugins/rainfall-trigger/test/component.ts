import { transpileBytes } from "@bytecodealliance/jco-transpile";

/** The WIT records as JavaScript has them. */
export interface RunContext {
  readonly runId: string;
  readonly seed: Uint8Array;
  readonly nowMs: bigint;
  readonly block: bigint;
  readonly chainId: bigint;
}

export type Answer = { signal: string; output: string } | { error: string; message: string };

/** Context of the audit's public vectors. */
export const AUDIT_CONTEXT: RunContext = {
  runId: "audit",
  seed: new Uint8Array(32),
  nowMs: 0n,
  block: 0n,
  chainId: 0n,
};

interface Exports {
  describe(): string;
  run(context: RunContext, input: Uint8Array): { signal: string; output: Uint8Array };
}

type Instantiate = (
  coreModule: (name: string) => WebAssembly.Module,
  imports: Readonly<Record<string, unknown>>,
  instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => WebAssembly.Instance,
) => Promise<Exports>;

/** What a run left behind besides its answer. */
interface Traces {
  readonly logs: string[];
  /** Linear memory at the end of the run, which never shrinks. */
  memoryBytes: number;
}

/** A transpiled component that starts a fresh instance for every call, as executors do. */
export interface Component {
  /** The interfaces it imports at run time. */
  readonly imports: readonly string[];
  describe(): Promise<string>;
  run(input: Uint8Array, context?: RunContext): Promise<{ answer: Answer } & Traces>;
}

export async function loadComponent(bytes: Uint8Array): Promise<Component> {
  const { files, imports } = await transpileBytes(bytes, {
    name: "plugin",
    instantiation: "async",
    wasiShim: false,
  });
  const source = Buffer.from(files["plugin.js"] ?? []).toString("base64");
  const { instantiate }: { instantiate: Instantiate } = await import(`data:text/javascript;base64,${source}`);
  const start = (logs: string[], memories: WebAssembly.Memory[]) =>
    instantiate(
      (name) => new WebAssembly.Module(files[name] ?? new Uint8Array()),
      {
        "nexus:plugin/log": { write: (level: string, message: string) => logs.push(`${level}: ${message}`) },
      },
      (module, given) => {
        const instance = new WebAssembly.Instance(module, given);
        if (instance.exports.memory) memories.push(instance.exports.memory as WebAssembly.Memory);
        return instance;
      },
    );
  return {
    imports,
    describe: async () => (await start([], [])).describe(),
    run: async (input, context = AUDIT_CONTEXT) => {
      const logs: string[] = [];
      const memories: WebAssembly.Memory[] = [];
      const answer = answerOf(await start(logs, memories), context, input);
      return { answer, logs, memoryBytes: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) };
    },
  };
}

function answerOf(instance: Exports, context: RunContext, input: Uint8Array): Answer {
  try {
    const { signal, output } = instance.run(context, input);
    return { signal: signal.toUpperCase(), output: new TextDecoder("utf-8", { fatal: true }).decode(output) };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { error: refusal.tag, message: refusal.val };
  }
}

/** The plugin's own error, which jco throws bare or as the payload of an Error; undefined for a trap. */
function refusalOf(error: unknown): { tag: string; val: string } | undefined {
  const candidate = error instanceof Error && "payload" in error ? error.payload : error;
  const isRefusal = typeof candidate === "object" && candidate !== null && "tag" in candidate;
  return isRefusal ? (candidate as { tag: string; val: string }) : undefined;
}
