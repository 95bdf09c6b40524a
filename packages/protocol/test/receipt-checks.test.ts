import {
  checkReceiptOffline,
  DEVELOPMENT_MNEMONIC,
  type Envelope,
  parseReceiptFile,
  type Receipt,
  type ReceiptFile,
  receiptFile,
  receiptTypedData,
  type TrustBundle,
} from "@nexus/protocol";
import { expect } from "chai";
import { mnemonicToAccount } from "viem/accounts";
import { envelopeOfReceipt, executionReceipt, firstReceipt } from "./records.ts";
import { word } from "./vectors.ts";

const account = mnemonicToAccount(DEVELOPMENT_MNEMONIC);
const stranger = mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex: 3 });
const { chainId, consensus } = executionReceipt.chain;
const BUNDLE: TrustBundle = { chainId, consensus, executors: [executionReceipt.executor] };

async function signed(
  receipt: Receipt,
  by = account,
  envelope: Envelope = envelopeOfReceipt(receipt),
): Promise<ReceiptFile> {
  const draft = { receipt, signature: "0x", envelope } as const;
  const { message, ...typedData } = receiptTypedData(draft, {
    chainId: receipt.chain.chainId,
    verifyingContract: receipt.chain.consensus,
  });
  const signature = await by.signTypedData({ ...typedData, message: { ...message } } as Parameters<
    typeof by.signTypedData
  >[0]);
  return parseReceiptFile(receiptFile(envelope, signature).bytes);
}

const failing = async (file: ReceiptFile, bundle?: TrustBundle): Promise<string[]> =>
  (await checkReceiptOffline(file, bundle)).filter(({ ok }) => !ok).map(({ name }) => name);

describe("a receipt, checked without a chain", () => {
  it("holds, and tells what each check is about", async () => {
    expect(await checkReceiptOffline(await signed(executionReceipt), BUNDLE)).to.deep.equal([
      { name: "statement", ok: true, detail: `signed by ${executionReceipt.identity.id}` },
      { name: "identity", ok: true, detail: executionReceipt.identity.id },
      { name: "account", ok: true, detail: `signed by ${executionReceipt.executor}` },
      { name: "place", ok: true, detail: `about ${consensus} on chain 31337` },
      {
        name: "executor",
        ok: true,
        detail: `${executionReceipt.executor} is among the executors of the bundle`,
      },
    ]);
  });

  it("fails when another account signed it", async () => {
    expect(await failing(await signed(executionReceipt, stranger))).to.deep.equal(["account"]);
  });

  it("fails when its statement was replaced, although the executor's account signs the new one", async () => {
    const other = { ...executionReceipt, region: "DE" };
    const { signatures } = envelopeOfReceipt(executionReceipt);
    const file = await signed(other, account, { ...envelopeOfReceipt(other), signatures });
    expect(await failing(file)).to.deep.equal(["statement"]);
  });

  it("fails when its identity is that of another run, component or executor", async () => {
    const { id } = executionReceipt.identity;
    const ids = [
      id.replace(word(3), word(4)),
      id.replace(word(2), word(4)),
      id.replace(executionReceipt.executor.toLowerCase(), stranger.address.toLowerCase()),
      id.replace("nexus.local", "nexus.local/nested"),
    ];
    for (const changed of ids) {
      const identity = { ...executionReceipt.identity, id: changed };
      expect(await failing(await signed({ ...executionReceipt, identity }))).to.deep.equal(["identity"]);
    }
  });

  it("fails for a bundle of other executors, and of another place, for which nobody signed it", async () => {
    const file = await signed(executionReceipt);
    expect(await failing(file, { ...BUNDLE, executors: [stranger.address] })).to.deep.equal(["executor"]);
    expect(await failing(file, { ...BUNDLE, chainId: 1 })).to.deep.equal(["account", "place"]);
    expect(await failing(file, { ...BUNDLE, consensus: stranger.address })).to.deep.equal([
      "account",
      "place",
    ]);
  });

  it("of version 1 needs a bundle that says where it counts", async () => {
    const draft = { receipt: firstReceipt, signature: "0x", envelope: null } as const;
    const { message, ...typedData } = receiptTypedData(draft, { chainId, verifyingContract: consensus });
    const signature = await account.signTypedData({ ...typedData, message: { ...message } } as Parameters<
      typeof account.signTypedData
    >[0]);
    expect(await failing({ ...draft, signature })).to.deep.equal(["account"]);
    expect(await failing({ ...draft, signature }, BUNDLE)).to.deep.equal([]);
  });
});
