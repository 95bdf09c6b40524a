import {
  clauseUuidOf,
  EMPTY_DIGEST,
  MAX_BLOCK_BYTES,
  parseTranscript,
  RUN_LIMITS,
  sha256Digest,
  transcriptBytes,
  transcriptDigest,
} from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, hexToBytes } from "viem";
import { Broker, type BrokerParts } from "../../src/core/broker.ts";

import { HostOverdueError } from "../../src/errors.ts";
import type { HostCall } from "../../src/sandbox/host-calls.ts";
import { hashOf } from "../doubles/chain.ts";
import { manifestOf } from "../doubles/plugin.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const DOCUMENT = bytesOf('{"station":"A"}');
const DIGEST = sha256Digest(DOCUMENT);
const CLAUSE_TEXT = bytesOf("the clause");
const CONTRACT: Hex = `0x${"c0".repeat(20)}`;
const OTHER: Hex = `0x${"0d".repeat(20)}`;
const SELECTOR = "0x01020304";

const manifest = manifestOf();
const [CLAUSE] = manifest.clauses;
const UUID = CLAUSE?.uuid ?? "";
const FOREIGN_UUID = clauseUuidOf({ standard: "NSF 1", reference: "B-2" });

function openBroker({ limits = {}, ...parts }: Partial<BrokerParts> & { limits?: object } = {}) {
  const contents = new Map<Hex, Uint8Array>([
    [DIGEST, DOCUMENT],
    [CLAUSE?.digest ?? DIGEST, CLAUSE_TEXT],
  ]);
  const asked: Hex[] = [];
  const broker = new Broker({
    grant: {
      capabilities: [
        { name: "clause-data", scope: [DIGEST, UUID, FOREIGN_UUID] },
        { name: "chain-read", scope: [CONTRACT, `${OTHER}:${SELECTOR}`] },
        { name: "artifacts", scope: ["table", "chart"] },
      ],
      limits: { ...RUN_LIMITS, ...limits },
    },
    manifest,
    document: async (digest) => {
      asked.push(digest);
      const document = contents.get(digest);
      if (document === undefined) throw new Error("the gateway is away");
      return document;
    },
    read: async ({ to, data }) => ({ reverted: data === SELECTOR, data: to }),
    nowMs: () => 0,
    ...parts,
  });
  return { broker, asked };
}

const documents = (...references: string[]): HostCall => ({ interface: "clause-data", references });
const reads = (...calls: (readonly [Hex, Hex])[]): HostCall => ({
  interface: "chain-read",
  calls: calls.map(([to, data]) => ({ to: hexToBytes(to), data: hexToBytes(data) })),
});
const artifact = (changes: Partial<Extract<HostCall, { interface: "artifacts" }>> = {}): HostCall => ({
  interface: "artifacts",
  kind: "table",
  name: "losses.csv",
  mediaType: "text/csv",
  body: bytesOf("a,b"),
  ...changes,
});

describe("The broker of a run's host calls", () => {
  it("gives documents by digest and by clause, in the order asked for", async () => {
    const { broker } = openBroker();
    expect(await broker.answer(documents(UUID, DIGEST))).to.deep.equal({
      status: "ok",
      interface: "clause-data",
      documents: [CLAUSE_TEXT, DOCUMENT],
    });
  });

  it("gives what a contract returned or reverted with, by contract or by function", async () => {
    const { broker } = openBroker();
    const answer = await broker.answer(reads([CONTRACT, "0x"], [OTHER, SELECTOR]));
    expect(answer).to.deep.equal({
      status: "ok",
      interface: "chain-read",
      answers: [
        { reverted: false, data: hexToBytes(CONTRACT) },
        { reverted: true, data: hexToBytes(OTHER) },
      ],
    });
  });

  it("keeps artifacts and says their digest", async () => {
    const { broker } = openBroker();
    const body = bytesOf("a,b");
    const answer = { status: "ok", interface: "artifacts", digest: sha256Digest(body) };
    expect(await broker.answer(artifact())).to.deep.equal(answer);
    expect([...broker.artifacts]).to.deep.equal([["losses.csv", body]]);
  });

  const refused: Record<string, [HostCall, string, string]> = {
    "a document outside the scope": [
      documents(DIGEST, hashOf("other")),
      "denied",
      "a document isn't in the grant's scope",
    ],
    "a clause that isn't the manifest's": [
      documents(FOREIGN_UUID),
      "invalid-input",
      "a reference is neither a digest nor one of the manifest's clauses",
    ],
    "more documents than one call may ask for": [
      documents(...Array<string>(101).fill(DIGEST)),
      "limit",
      "more than 100 references",
    ],
    "a contract outside the scope": [
      reads([`0x${"11".repeat(20)}`, SELECTOR]),
      "denied",
      "a contract or function isn't in the grant's scope",
    ],
    "another function of a contract": [
      reads([OTHER, "0x01020305"]),
      "denied",
      "a contract or function isn't in the grant's scope",
    ],
    "a call shorter than a selector": [
      reads([OTHER, "0x010203"]),
      "denied",
      "a contract or function isn't in the grant's scope",
    ],
    "an address of another length": [
      reads(["0xc0c0", "0x"]),
      "invalid-input",
      "a contract's address has 20 bytes",
    ],
    "a kind of artifact outside the scope": [
      artifact({ kind: "report" }),
      "denied",
      "this kind of artifact isn't granted",
    ],
    "a path for a name": [artifact({ name: "../x" }), "invalid-input", "the name isn't a plain file name"],
    "words for a media type": [
      artifact({ mediaType: "Text/CSV" }),
      "invalid-input",
      "the media type isn't one",
    ],
    "an artifact beyond a block": [
      artifact({ body: new Uint8Array(MAX_BLOCK_BYTES + 1) }),
      "limit",
      "more than 262144 bytes of an artifact",
    ],
  };
  for (const [title, [call, reason, message]] of Object.entries(refused)) {
    it(`refuses ${title} as ${reason}, and asks nobody`, async () => {
      const { broker, asked } = openBroker();
      expect(await broker.answer(call)).to.deep.equal({ status: "refused", case: reason, message });
      expect(broker.denied).to.equal(reason === "denied" ? 1 : 0);
      expect(asked).to.deep.equal([]);
      expect(broker.transcript).to.have.length(1);
      expect(broker.transcript[0]).to.include({ interface: call.interface, error: reason });
    });
  }

  it("refuses an interface that isn't granted at all", async () => {
    const { broker } = openBroker({ grant: { capabilities: [], limits: RUN_LIMITS } });
    for (const call of [documents(DIGEST), reads([CONTRACT, "0x"]), artifact()]) {
      const message = `${call.interface} isn't granted`;
      expect(await broker.answer(call)).to.deep.equal({ status: "refused", case: "denied", message });
    }
    expect(broker.denied).to.equal(3);
  });

  it("has no chain for an audit", async () => {
    const { broker } = openBroker({ read: null });
    expect(await broker.answer(reads([CONTRACT, "0x"]))).to.include({
      case: "denied",
      message: "an audit has no block to read at",
    });
  });

  it("refuses a name that was used, and what passes the bytes of all artifacts", async () => {
    const small = openBroker({ limits: { artifactBytes: 5 } }).broker;
    await small.answer(artifact());
    expect(await small.answer(artifact())).to.include({ message: "the name was used before" });
    expect(await small.answer(artifact({ name: "b.csv" }))).to.include({
      case: "limit",
      message: "more than 5 bytes of artifacts",
    });
  });

  it("refuses what passes the bytes that host calls may bring in", async () => {
    const { broker } = openBroker({ limits: { readBytes: DOCUMENT.byteLength + 5 } });
    expect(await broker.answer(documents(DIGEST))).to.include({ status: "ok" });
    expect(await broker.answer(documents(DIGEST))).to.include({ case: "limit" });
  });

  it("refuses what passes the documents and contracts that a run may read, before anybody is asked", async () => {
    const { broker, asked } = openBroker();
    const many = documents(...Array<string>(100).fill(DIGEST));
    const contracts = reads(...Array.from({ length: 60 }, () => [CONTRACT, "0x"] as const));
    for (let turn = 0; turn < 9; turn += 1) expect(await broker.answer(many)).to.include({ status: "ok" });
    expect(await broker.answer(contracts)).to.include({ status: "ok" });
    const message = "more than 1000 documents and contracts";
    expect(await broker.answer(contracts)).to.deep.equal({ status: "refused", case: "limit", message });
    expect(await broker.answer(many)).to.include({ case: "limit", message });
    expect(asked).to.have.length(900);
    expect(await broker.answer(documents(...Array<string>(40).fill(UUID)))).to.include({ status: "ok" });
    expect(await broker.answer(documents(DIGEST))).to.include({ case: "limit", message });
  });

  it("gives up on a run whose answers take too long, counted from its first call", async () => {
    let now = 5_000;
    const read = async () => {
      now += 125_000;
      return { reverted: false, data: "0x" } as const;
    };
    const { broker } = openBroker({ read, nowMs: () => now });
    const three = reads([CONTRACT, "0x"], [CONTRACT, "0x"], [CONTRACT, "0x"]);
    expect(await broker.answer(reads([CONTRACT, "0x"]))).to.include({ status: "ok" });
    const fault = await broker.answer(three).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(HostOverdueError).and.to.include({ ms: 300_000 });
    expect(now).to.equal(380_000);
  });

  it("throws what keeps it from answering, so that the run is tried again", async () => {
    const { broker } = openBroker({ read: () => Promise.reject(new Error("the node is away")) });
    const fault = await broker.answer(reads([CONTRACT, "0x"])).catch((error: Error) => error.message);
    expect(fault).to.equal("the node is away");
  });

  it("writes a transcript that is the same for the same calls and reads back", async () => {
    const calls = [documents(UUID), reads([CONTRACT, "0x"]), artifact(), documents("elsewhere")];
    const [first, second] = [openBroker().broker, openBroker().broker];
    for (const call of calls) {
      await first.answer(call);
      await second.answer(call);
    }
    const bytes = transcriptBytes(first.transcript);
    expect(transcriptDigest(second.transcript)).to.equal(sha256Digest(bytes));
    expect(parseTranscript(bytes)).to.deep.equal(first.transcript);
    expect(first.transcript.map((entry) => entry.interface)).to.deep.equal([
      "clause-data",
      "chain-read",
      "artifacts",
      "clause-data",
    ]);
  });

  it("writes nothing for a run that asks nothing", () => {
    expect(transcriptDigest(openBroker().broker.transcript)).to.equal(EMPTY_DIGEST);
    expect(parseTranscript(new Uint8Array())).to.deep.equal([]);
  });

  it("ends a run whose transcript would no longer be one block, and asks nobody for it any more", async () => {
    let asked = 0;
    let shown = 0;
    const { broker } = openBroker({
      read: async () => {
        asked += 1;
        return { reverted: false, data: "0x" };
      },
      show: async () => {
        shown += 1;
      },
    });
    const call = reads(...Array.from({ length: 50 }, () => [CONTRACT, `0x${"00".repeat(500)}`] as const));
    const statuses: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) statuses.push((await broker.answer(call)).status);
    statuses.push((await broker.answer(documents("elsewhere"))).status);
    expect(statuses).to.deep.equal([...Array<string>(4).fill("ok"), ...Array<string>(3).fill("exceeded")]);
    expect([asked, shown]).to.deep.equal([250, 5]);
    expect(broker.transcript).to.have.length(4);
    expect(transcriptBytes(broker.transcript).byteLength).to.be.at.most(MAX_BLOCK_BYTES);
  });

  it("keeps no artifact that the transcript has no room to name", async () => {
    const { broker } = openBroker();
    const call = (count: number) =>
      reads(...Array.from({ length: count }, () => [CONTRACT, `0x${"00".repeat(500)}`] as const));
    for (const count of [50, 50, 50, 50, 20]) {
      expect(await broker.answer(call(count))).to.include({ status: "ok" });
    }
    const emit = (index: number) =>
      broker.answer(artifact({ name: `${index}-${"n".repeat(120)}`, mediaType: `text/${"x".repeat(120)}` }));
    let emitted = 0;
    while ((await emit(emitted)).status === "ok") emitted += 1;
    expect(await emit(emitted)).to.deep.equal({ status: "exceeded" });
    expect(emitted).to.be.within(1, 63);
    expect(broker.artifacts.size).to.equal(emitted);
  });
});
