import {
  ARTIFACT_KINDS,
  type ArtifactKind,
  canonicalBytes,
  type Grant,
  MAX_BLOCK_BYTES,
  type Manifest,
  type PluginErrorCase,
  sha256Digest,
  type TranscriptEntry,
} from "@nexus/protocol";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { HostOverdueError } from "../errors.ts";
import type { ShowCall } from "../identity/shown-calls.ts";
import type { ContractCall, HostAnswer, HostBroker, HostCall } from "../sandbox/host-calls.ts";
import type { ContractAnswer, ContractQuestion } from "./ports.ts";

/** What a run's host calls may reach. */
export type BrokerParts = {
  readonly grant: Pick<Grant, "capabilities" | "limits">;
  readonly manifest: Pick<Manifest, "clauses">;
  /** A document of one block, verified against its digest. */
  document(digest: Hex): Promise<Uint8Array>;
  /** Null where a run has no block: in an audit. */
  readonly read: ((question: ContractQuestion) => Promise<ContractAnswer>) | null;
  /** Shows each granted call with the run's identity; missing where nobody runs anything in its own name: in a replay. */
  readonly show?: ShowCall;
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
};

/** What a run may take from its first call to the last thing it reads: a backstop, because time is no part of a result. */
export const HOST_MS = 300_000;

const METHODS = {
  "clause-data": "get-many",
  "chain-read": "read-many",
  artifacts: "emit",
} as const satisfies Record<HostCall["interface"], string>;

const MOST_ITEMS = 100;
/** Documents and contracts of a run. */
const MOST_READS = 1_000;
const MOST_ARTIFACTS = 64;
/** Of the entries, leaving room for what stands around them. */
const TRANSCRIPT_BYTES = MAX_BLOCK_BYTES - 1_024;
const DIGEST = /^0x[0-9a-f]{64}$/;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
const ADDRESS_BYTES = 20;
const SELECTOR_BYTES = 4;
const EXCEEDED: HostAnswer = { status: "exceeded" };

/** A refusal, in the words that the plugin gets: the same on every machine. */
class Refused extends Error {
  readonly case: PluginErrorCase;

  constructor(reason: PluginErrorCase, message: string) {
    super(message);
    this.case = reason;
  }
}

/**
 * Answers one run's host calls within its grant, and writes down what was asked and answered. All that decides an answer is the
 * grant, the content behind digests and the chain at the run's block, so every executor writes the same transcript.
 */
export class Broker implements HostBroker {
  readonly #parts: BrokerParts;
  readonly #files = new Map<string, Uint8Array>();
  #endsAt = 0;
  #reads = 0;
  #read = 0;
  #written = 0;
  #kept = 0;
  #full = false;
  /** Host calls and their answers, in order. */
  readonly transcript: TranscriptEntry[] = [];
  /** Calls for what isn't granted. */
  denied = 0;

  constructor(parts: BrokerParts) {
    this.#parts = parts;
  }

  /** What the plugin emitted, by name. */
  get artifacts(): ReadonlyMap<string, Uint8Array> {
    return this.#files;
  }

  /** @throws HostOverdueError, and what keeps it from answering */
  async answer(call: HostCall): Promise<HostAnswer> {
    this.#endsAt ||= this.#parts.nowMs() + HOST_MS;
    if (this.#full) return EXCEEDED;
    try {
      // What isn't granted is refused here, the same on every machine, before anybody is shown anything.
      this.#scopeOf(call.interface);
      await this.#parts.show?.(shownForm(call));
      const { entry, answer } = await this.#dispatch(call);
      const told = this.#write(entry, answer);
      if (told.status === "ok" && call.interface === "artifacts") this.#files.set(call.name, call.body);
      return told;
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      const { case: error, message } = fault;
      if (error === "denied") this.denied += 1;
      const entry = { interface: call.interface, requestDigest: digestOf(call), error };
      return this.#write(entry, { status: "refused", case: error, message });
    }
  }

  /**
   * A transcript must fit into one block, so that its digest alone finds it. The first entry that doesn't fit is left out, and
   * so is whatever a plugin asks after it.
   */
  #write(entry: TranscriptEntry, answer: HostAnswer): HostAnswer {
    this.#written += canonicalBytes(entry).byteLength + 1;
    this.#full = this.#written > TRANSCRIPT_BYTES;
    if (this.#full) return EXCEEDED;
    this.transcript.push(entry);
    return answer;
  }

  #dispatch(call: HostCall): Promise<{ entry: TranscriptEntry; answer: HostAnswer }> {
    switch (call.interface) {
      case "clause-data":
        return this.#documents(call.references);
      case "chain-read":
        return this.#contracts(call.calls);
      case "artifacts":
        return this.#artifact(call);
    }
  }

  async #documents(references: readonly string[]): Promise<{ entry: TranscriptEntry; answer: HostAnswer }> {
    const scope = this.#scopeOf("clause-data");
    within("references", references.length, MOST_ITEMS);
    const digests = references.map((reference) => {
      if (!scope.has(reference)) throw new Refused("denied", "a document isn't in the grant's scope");
      return this.#digestOf(reference);
    });
    this.#plan(digests.length);
    const documents: Uint8Array[] = [];
    for (const digest of digests) {
      const document = await this.#parts.document(digest);
      this.#take(document.byteLength);
      documents.push(document);
    }
    const files = documents.map((document, index) => ({
      digest: digests[index] ?? sha256Digest(document),
      size: document.byteLength,
    }));
    return {
      entry: { interface: "clause-data", references: [...references], documents: files },
      answer: { status: "ok", interface: "clause-data", documents },
    };
  }

  #digestOf(reference: string): Hex {
    if (DIGEST.test(reference)) return reference as Hex;
    const clause = this.#parts.manifest.clauses.find(({ uuid }) => uuid === reference);
    if (clause === undefined) {
      throw new Refused("invalid-input", "a reference is neither a digest nor one of the manifest's clauses");
    }
    return clause.digest;
  }

  async #contracts(calls: readonly ContractCall[]): Promise<{ entry: TranscriptEntry; answer: HostAnswer }> {
    const scope = this.#scopeOf("chain-read");
    const { read } = this.#parts;
    if (read === null) throw new Refused("denied", "an audit has no block to read at");
    within("calls", calls.length, MOST_ITEMS);
    const questions = calls.map((call) => questionOf(call, scope));
    this.#plan(questions.length);
    const answers: ContractAnswer[] = [];
    for (const question of questions) {
      const answer = await read(question);
      this.#take(answer.data.length / 2 - 1);
      answers.push(answer);
    }
    const told = answers.map(({ reverted, data }) => ({ reverted, data: hexToBytes(data) }));
    return {
      entry: { interface: "chain-read", calls: questions, answers },
      answer: { status: "ok", interface: "chain-read", answers: told },
    };
  }

  async #artifact(
    call: Extract<HostCall, { interface: "artifacts" }>,
  ): Promise<{ entry: TranscriptEntry; answer: HostAnswer }> {
    const { name, mediaType, body } = call;
    const scope = this.#scopeOf("artifacts");
    const kind = ARTIFACT_KINDS.find((known) => known === call.kind);
    if (kind === undefined || !scope.has(kind))
      throw new Refused("denied", "this kind of artifact isn't granted");
    if (!FILE_NAME.test(name)) throw new Refused("invalid-input", "the name isn't a plain file name");
    if (!MEDIA_TYPE.test(mediaType)) throw new Refused("invalid-input", "the media type isn't one");
    if (this.#files.has(name)) throw new Refused("invalid-input", "the name was used before");
    within("artifacts", this.#files.size + 1, MOST_ARTIFACTS);
    within("bytes of an artifact", body.byteLength, MAX_BLOCK_BYTES);
    within("bytes of artifacts", this.#kept + body.byteLength, this.#parts.grant.limits.artifactBytes);
    this.#kept += body.byteLength;
    return emitted(kind, name, mediaType, body);
  }

  #scopeOf(name: HostCall["interface"]): ReadonlySet<string> {
    const capability = this.#parts.grant.capabilities.find((granted) => granted.name === name);
    if (capability === undefined) throw new Refused("denied", `${name} isn't granted`);
    return new Set(capability.scope);
  }

  /** Before anybody is asked. */
  #plan(reads: number): void {
    within("documents and contracts", this.#reads + reads, MOST_READS);
    this.#reads += reads;
  }

  #take(bytes: number): void {
    if (this.#parts.nowMs() > this.#endsAt) throw new HostOverdueError({ ms: HOST_MS });
    this.#read += bytes;
    within("bytes read", this.#read, this.#parts.grant.limits.readBytes);
  }
}

function within(what: string, count: number, most: number): void {
  if (count > most) throw new Refused("limit", `more than ${most} ${what}`);
}

/** A call that the scope grants: its contract, or its function there. */
function questionOf({ to, data }: ContractCall, scope: ReadonlySet<string>): ContractQuestion {
  if (to.byteLength !== ADDRESS_BYTES)
    throw new Refused("invalid-input", "a contract's address has 20 bytes");
  const question = { to: bytesToHex(to), data: bytesToHex(data) };
  const selector = bytesToHex(data.subarray(0, SELECTOR_BYTES));
  if (scope.has(question.to) || scope.has(`${question.to}:${selector}`)) return question;
  throw new Refused("denied", "a contract or function isn't in the grant's scope");
}

function emitted(kind: ArtifactKind, name: string, mediaType: string, body: Uint8Array) {
  const digest = sha256Digest(body);
  const artifact = { kind, name, mediaType, size: body.byteLength, digest };
  return {
    entry: { interface: "artifacts", artifact } as const,
    answer: { status: "ok", interface: "artifacts", digest } as const,
  };
}

function shownForm(call: HostCall) {
  const { interface: capability } = call;
  return { capability, method: METHODS[capability], argumentsDigest: digestOf(call) };
}

function digestOf(call: HostCall): Hex {
  return sha256Digest(canonicalBytes(plainOf(call)));
}

/** A call in a form that has canonical bytes. */
function plainOf(call: HostCall): object {
  switch (call.interface) {
    case "clause-data":
      return { ...call };
    case "chain-read": {
      const calls = call.calls.map(({ to, data }) => ({ to: bytesToHex(to), data: bytesToHex(data) }));
      return { ...call, calls };
    }
    case "artifacts": {
      const { body, ...rest } = call;
      return { ...rest, digest: sha256Digest(body), size: body.byteLength };
    }
  }
}
