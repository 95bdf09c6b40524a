import {
  DEVELOPMENT_MNEMONIC,
  InvalidReceiptError,
  parseReceiptFile,
  receiptFaults,
  receiptFile,
  receiptMessage,
  reproducibleDigest,
  resultDigest,
  runReceiptTypedData,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, verifyTypedData } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { auditRecord, executionReceipt, executionRecord } from "./records.ts";
import { thrownBy, word } from "./vectors.ts";

const account = mnemonicToAccount(DEVELOPMENT_MNEMONIC);
const domain = { chainId: 31_337, verifyingContract: "0x5FbDB2315678afecb367f032d93F642f64180aa3" } as const;
const signature: Hex = `0x${"ab".repeat(65)}`;

describe("receipts", () => {
  it("are files whose digest goes on chain", () => {
    const { bytes, digest } = receiptFile(executionReceipt, signature);
    expect(digest).to.equal(sha256Digest(bytes));
    expect(parseReceiptFile(bytes)).to.deep.equal({ receipt: executionReceipt, signature });
  });

  it("sign the task, the result and who got it", () => {
    expect(receiptMessage(executionReceipt)).to.deep.equal({
      taskId: word(3),
      resultDigest: resultDigest(executionRecord),
      signal: 3,
      reproducibleDigest: reproducibleDigest(executionRecord),
      executor: executionReceipt.executor,
    });
    expect(receiptMessage({ ...executionReceipt, record: auditRecord }).signal).to.equal(1);
  });

  it("can be verified by anybody, and not with another outcome", async () => {
    const signed = await account.signTypedData(runReceiptTypedData(domain, receiptMessage(executionReceipt)));
    const { receipt } = parseReceiptFile(receiptFile(executionReceipt, signed).bytes);
    const verify = (of: typeof receipt) =>
      verifyTypedData({
        ...runReceiptTypedData(domain, receiptMessage(of)),
        address: receipt.executor,
        signature: signed,
      });
    expect(await verify(receipt)).to.equal(true);
    const outcome = { status: "ok", signal: "PASS", outputDigest: word(5) } as const;
    expect(await verify({ ...receipt, record: { ...executionRecord, outcome } })).to.equal(false);
  });

  const faulty: [string, object, string[]][] = [
    ["a run of another task", { taskId: word(9) }, ["$.receipt.record.context.runId"]],
    ["an end before its start", { endedAt: 1 }, ["$.receipt.endedAt"]],
    [
      "a fraction of a millisecond",
      { usage: { ...executionReceipt.usage, wallMs: -1 } },
      ["$.receipt.usage.wallMs"],
    ],
    ["a short address", { executor: "0x12" }, ["$.receipt.executor"]],
    ["a wall twice", { walls: ["bwrap", "bwrap"] }, ["$.receipt.walls"]],
    ["a field of its own", { note: "hello" }, ["$.receipt.note"]],
  ];
  for (const [name, change, paths] of faulty) {
    it(`may not have ${name}`, () => {
      const receipt = { ...executionReceipt, ...change };
      const { faults } = thrownBy(() => receiptFile(receipt, signature), InvalidReceiptError);
      expect(faults.map(({ path }) => path)).to.deep.equal(paths);
    });
  }

  it("may not have a malformed signature", () => {
    const { faults } = thrownBy(() => receiptFile(executionReceipt, "0xABC"), InvalidReceiptError);
    expect(faults.map(({ path }) => path)).to.deep.equal(["$.signature"]);
  });

  it("aren't read from bytes that aren't canonical", () => {
    const text = JSON.stringify({ signature, receipt: executionReceipt });
    const { faults } = thrownBy(() => parseReceiptFile(new TextEncoder().encode(text)), InvalidReceiptError);
    expect(faults.map(({ path }) => path)).to.deep.equal(["$"]);
  });

  it("aren't read from nothing", () => {
    const { faults } = thrownBy(() => parseReceiptFile(new Uint8Array()), InvalidReceiptError);
    expect(faults).to.have.length(1);
  });

  it("are held against what was revealed on chain", () => {
    const revealed = {
      taskId: word(3),
      executor: executionReceipt.executor,
      resultDigest: resultDigest(executionRecord),
      signal: 3,
    };
    expect(receiptFaults(executionReceipt, revealed)).to.deep.equal([]);
    const lowerCase = revealed.executor.toLowerCase() as typeof revealed.executor;
    expect(receiptFaults(executionReceipt, { ...revealed, executor: lowerCase })).to.deep.equal([]);
    expect(receiptFaults(executionReceipt, { ...revealed, signal: 1, taskId: word(9) })).to.deep.equal([
      `The receipt is about task ${word(3)}.`,
      `The receipt tells of result ${revealed.resultDigest}, but ${revealed.resultDigest} was revealed.`,
    ]);
  });
});
