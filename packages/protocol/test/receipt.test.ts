import {
  canonicalBytes,
  DEVELOPMENT_MNEMONIC,
  domainOfReceipt,
  type Envelope,
  envelopeOf,
  InvalidReceiptError,
  parseEnvelope,
  parseReceipt,
  parseReceiptFile,
  type Receipt,
  receiptFaults,
  receiptFile,
  receiptMessage,
  receiptTypedData,
  reproducibleDigest,
  resultDigest,
  sha256Digest,
  statementOf,
  stateReceipt,
} from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, verifyTypedData } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import {
  auditRecord,
  envelopeOfReceipt,
  executionReceipt,
  executionRecord,
  firstReceipt,
} from "./records.ts";
import { thrownBy, word } from "./vectors.ts";

const account = mnemonicToAccount(DEVELOPMENT_MNEMONIC);
const domain = { chainId: 31_337, verifyingContract: "0x5FbDB2315678afecb367f032d93F642f64180aa3" } as const;
const signature: Hex = `0x${"ab".repeat(65)}`;

const pathsOf = (call: () => unknown): string[] =>
  thrownBy(call, InvalidReceiptError).faults.map(({ path }) => path);

const faultsIn = (envelope: Envelope, signedWith = signature) =>
  pathsOf(() => parseReceiptFile(receiptFile(envelope, signedWith).bytes));

const fileOf = (receipt: Receipt) => receiptFile(envelopeOfReceipt(receipt), signature);

describe("receipts", () => {
  it("are DSSE envelopes whose digest goes on chain", () => {
    const { bytes, digest } = fileOf(executionReceipt);
    expect(digest).to.equal(sha256Digest(bytes));
    const envelope = envelopeOfReceipt(executionReceipt);
    expect(parseReceiptFile(bytes)).to.deep.equal({ receipt: executionReceipt, signature, envelope });
    expect(parseEnvelope(bytes)).to.deep.equal(envelope);
  });

  it("sign the task, the result, who got it, and all else by the statement's digest", () => {
    const { statement, message } = stateReceipt(executionReceipt);
    expect(message).to.deep.equal({
      taskId: word(3),
      resultDigest: resultDigest(executionRecord),
      signal: 3,
      reproducibleDigest: reproducibleDigest(executionRecord),
      executor: executionReceipt.executor,
      statementDigest: sha256Digest(statement),
    });
    expect(receiptMessage({ ...executionReceipt, record: auditRecord }).signal).to.equal(1);
  });

  it("can be verified by anybody, and not once anything in them is changed", async () => {
    const typedData = (receipt: Receipt) => {
      const file = { receipt, signature, envelope: envelopeOfReceipt(receipt) };
      const { message, ...rest } = receiptTypedData(file, domain);
      return { ...rest, message: { ...message } } as Parameters<typeof account.signTypedData>[0];
    };
    const signed = await account.signTypedData(typedData(executionReceipt));
    const verify = (receipt: Receipt) =>
      verifyTypedData({ ...typedData(receipt), address: receipt.executor, signature: signed });
    expect(await verify(executionReceipt)).to.equal(true);
    const outcome = { status: "ok", signal: "PASS", outputDigest: word(5) } as const;
    const changes: Partial<Receipt>[] = [
      { record: { ...executionRecord, outcome } },
      { region: "DE" },
      { walls: ["process"] },
      { usage: { ...executionReceipt.usage, cpuMs: 1 } },
      { previous: word(1) },
      { identity: { ...executionReceipt.identity, key: word(1) } },
    ];
    for (const change of changes) {
      expect(await verify({ ...executionReceipt, ...change }), JSON.stringify(change)).to.equal(false);
    }
  });

  const faulty: [string, object, string][] = [
    ["a run of another task", { taskId: word(9) }, "record.context.runId"],
    [
      "a run of another chain",
      { chain: { ...executionReceipt.chain, chainId: 1 } },
      "record.context.chainId",
    ],
    ["an end before its start", { endedAt: 1 }, "endedAt"],
    ["less than nothing used", { usage: { ...executionReceipt.usage, wallMs: -1 } }, "usage.wallMs"],
    ["a short address", { executor: "0x12" }, "executor"],
    ["a wall twice", { walls: ["process", "process"] }, "walls"],
    ["no wall that its grant asks for", { walls: ["bwrap"] }, "walls"],
    [
      "an identity that isn't SPIFFE's",
      { identity: { ...executionReceipt.identity, id: "https://x/y" } },
      "identity.id",
    ],
    ["a region that is no country", { region: "Brazil" }, "region"],
    [
      "a proposal in hex",
      { approval: { contract: word(1).slice(0, 42), proposal: "0x7" } },
      "approval.proposal",
    ],
    ["a field of its own", { note: "hello" }, "note"],
  ];
  for (const [name, change, path] of faulty) {
    it(`may not have ${name}`, () => {
      const receipt = { ...executionReceipt, ...change } as Receipt;
      expect(pathsOf(() => parseReceipt(receipt))).to.deep.equal([`$.${path}`]);
      expect(pathsOf(() => parseReceiptFile(fileOf(receipt).bytes))).to.deep.equal([
        `$.payload.predicate.${path}`,
      ]);
    });
  }

  it("may not have a malformed signature", () => {
    expect(faultsIn(envelopeOfReceipt(executionReceipt), "0xABC")).to.deep.equal(["$.signature"]);
  });

  it("aren't read from bytes that aren't canonical, outside or inside the envelope", () => {
    const { bytes } = fileOf(executionReceipt);
    const spaced = new TextEncoder().encode(`${new TextDecoder().decode(bytes)} `);
    expect(pathsOf(() => parseReceiptFile(spaced))).to.deep.equal(["$"]);
    const statement = new TextEncoder().encode(JSON.stringify(statementOf(executionReceipt)));
    const loose = envelopeOf(statement, "key", new Uint8Array(64));
    expect(faultsIn(loose)).to.deep.equal(["$.payload"]);
  });

  it("aren't read with a second spelling of their payload", () => {
    const envelope = envelopeOfReceipt({ ...executionReceipt, region: null });
    const [, last = "", end = ""] = /(.)(=+)$/u.exec(envelope.payload) ?? [];
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const next = alphabet[alphabet.indexOf(last) + 1] ?? "";
    const payload = envelope.payload.replace(/.=+$/u, `${next}${end}`);
    expect(Buffer.from(payload, "base64")).to.deep.equal(Buffer.from(envelope.payload, "base64"));
    expect(faultsIn({ ...envelope, payload })).to.deep.equal(["$.payload"]);
  });

  it("aren't read with subjects other than their own digests", () => {
    const statement = statementOf(executionReceipt);
    const subject = statement.subject.map((item) => ({ ...item, digest: { sha256: word(1).slice(2) } }));
    const envelope = envelopeOf(canonicalBytes({ ...statement, subject }), "key", new Uint8Array(64));
    expect(faultsIn(envelope)).to.deep.equal(["$.payload.subject"]);
  });

  it("aren't read from nothing", () => {
    expect(pathsOf(() => parseReceiptFile(new Uint8Array()))).to.deep.equal(["$"]);
    expect(pathsOf(() => parseEnvelope(new Uint8Array()))).to.deep.equal(["$"]);
  });

  it("are held against what was revealed on chain", () => {
    const revealed = {
      taskId: word(3),
      executor: executionReceipt.executor,
      resultDigest: resultDigest(executionRecord),
      signal: 3,
    };
    for (const receipt of [executionReceipt, firstReceipt]) {
      expect(receiptFaults(receipt, revealed)).to.deep.equal([]);
      const lowerCase = revealed.executor.toLowerCase() as typeof revealed.executor;
      expect(receiptFaults(receipt, { ...revealed, executor: lowerCase })).to.deep.equal([]);
      expect(receiptFaults(receipt, { ...revealed, signal: 1, taskId: word(9) })).to.deep.equal([
        `The receipt is about task ${word(3)}.`,
        `The receipt tells of result ${revealed.resultDigest}, but ${revealed.resultDigest} was revealed.`,
      ]);
    }
  });
});

describe("receipts of version 1", () => {
  const bytes = canonicalBytes({ receipt: firstReceipt, signature });

  it("stay readable", () => {
    const file = parseReceiptFile(bytes);
    expect(file).to.deep.equal({ receipt: firstReceipt, signature, envelope: null });
    expect(domainOfReceipt(file)).to.equal(undefined);
  });

  it("stay verifiable", async () => {
    const file = parseReceiptFile(bytes);
    const { message, ...rest } = receiptTypedData(file, domain);
    expect(rest.primaryType).to.equal("RunReceipt");
    const typedData = { ...rest, message: { ...message } } as Parameters<typeof account.signTypedData>[0];
    const signed = await account.signTypedData(typedData);
    const question = { ...typedData, address: firstReceipt.executor, signature: signed };
    expect(await verifyTypedData(question)).to.equal(true);
  });

  it("may not have a field of version 2", () => {
    const mixed = canonicalBytes({ receipt: { ...firstReceipt, region: "BR" }, signature });
    expect(pathsOf(() => parseReceiptFile(mixed))).to.deep.equal(["$.receipt.region"]);
  });
});
