import { type Message, receive, send } from "./child-channel.ts";
import { PIECE_BYTES, REQUEST_BYTES } from "./child-limits.ts";
import { HostCallLimit } from "./child-verdict.ts";

type Case = "invalid-input" | "denied" | "limit" | "internal";
type HostLimits = { readonly logBytes: number; readonly hostCalls: number };

const LEVELS = ["debug", "info", "warn", "error"];

// Captured before the realm is locked.
const text = new TextEncoder();

/** What a run asks of its host, counted. The supervisor answers; here is only the way to it, and the log. */
export class HostSide {
  readonly #limits: HostLimits;
  readonly #stop: () => void;
  readonly logs: { level: string; message: string }[] = [];
  calls = 0;
  logBytes = 0;
  /** Remembered because a plugin may catch what the host throws. */
  exceeded = false;

  /** @param stop ends the plugin, which may catch what is thrown when it passes a limit */
  constructor(limits: HostLimits, stop: () => void) {
    this.#limits = limits;
    this.#stop = stop;
  }

  /** Before every call of whatever interface. After the first that passed a limit, none gets through. */
  count(): void {
    this.calls += 1;
    if (this.exceeded || this.calls > this.#limits.hostCalls) this.exceed();
  }

  exceed(): never {
    this.exceeded = true;
    this.#stop();
    throw new HostCallLimit("the host was asked for more than a run may");
  }

  write(level: string, message: string): void {
    this.count();
    this.logBytes += text.encode(message).byteLength;
    if (this.logBytes > this.#limits.logBytes) return;
    this.logs.push({ level: LEVELS.includes(level) ? level : "info", message });
  }

  /**
   * Asks the supervisor and waits. A refusal is thrown in the form that reaches the plugin as its `plugin-error`. The pieces
   * are the request's texts or blobs, whichever may be many.
   */
  ask(header: Record<string, unknown>, blobs: readonly Uint8Array[] = [], pieces = blobs.length): Message {
    this.count();
    const words = text.encode(JSON.stringify(header)).byteLength + pieces * PIECE_BYTES;
    const size = blobs.reduce((sum, blob) => sum + blob.byteLength, words);
    if (size > REQUEST_BYTES) this.exceed();
    send({ kind: "call", ...header }, blobs);
    const answer = receive();
    if (answer.header.status === "ok") return answer;
    if (answer.header.status === "exceeded") this.exceed();
    const { case: tag, message: val } = answer.header as { case: Case; message: string };
    throw { tag, val };
  }
}

type Call = { readonly to: Uint8Array; readonly data: Uint8Array };

/** The interfaces of `nexus:plugin` besides types, in the form that the generated module takes. */
export function nexusInterfaces(host: HostSide): Record<string, unknown> {
  return {
    "nexus:plugin/log": { write: (level: string, message: string) => host.write(level, message) },
    "nexus:plugin/clause-data": {
      getMany: (references: readonly string[]) =>
        host
          .ask({ interface: "clause-data", references }, [], references.length)
          .blobs.map((blob) => new Uint8Array(blob)),
    },
    "nexus:plugin/chain-read": {
      readMany: (calls: readonly Call[]) => {
        const parts = calls.flatMap(({ to, data }) => [to, data]);
        const { header, blobs } = host.ask({ interface: "chain-read" }, parts);
        const reverted = header.reverted as readonly boolean[];
        return blobs.map((val, index) => ({ tag: reverted[index] ? "err" : "ok", val }));
      },
    },
    "nexus:plugin/artifacts": {
      emit: (form: string, name: string, mediaType: string, body: Uint8Array) =>
        host.ask({ interface: "artifacts", form, name, mediaType }, [body]).header.digest,
    },
  };
}
