import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStatementTypedData } from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, keccak256, verifyTypedData } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { KeySource } from "../../src/chain/key-source.ts";
import { openRemoteSigner } from "../../src/chain/remote-signer.ts";
import { RemoteSignerError } from "../../src/errors.ts";
import { hashOf } from "../doubles/chain.ts";
import { type LocalChain, startLocalChain } from "../fixtures/chain.ts";
import { accountAt } from "../fixtures/contracts.ts";

const HELD = privateKeyToAccount(hashOf("a key in a signer"));
const OTHER = privateKeyToAccount(hashOf("another key"));

const TRANSACTION = {
  type: "eip1559",
  chainId: 31_337,
  to: OTHER.address,
  data: "0x1234",
  gas: 60_000n,
  nonce: 7,
  value: 0n,
  maxFeePerGas: 3_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n,
} as const;

const STATEMENT = runStatementTypedData(
  { chainId: 31_337, verifyingContract: OTHER.address },
  {
    taskId: hashOf("task"),
    resultDigest: hashOf("result"),
    signal: 3,
    reproducibleDigest: hashOf("reproducible"),
    executor: HELD.address,
    statementDigest: hashOf("statement"),
  },
);

type Answer = { readonly result: unknown } | { readonly error: { code: number; message: string } };
type Answers = Readonly<Record<string, (params: never) => Answer | Promise<Answer>>>;

const unknownMethod: Answer = { error: { code: -32_601, message: "method not found" } };

/** Answers as Web3Signer does: one spelling of typed data, and the bytes of a signed transaction alone. */
const WEB3SIGNER: Answers = {
  eth_accounts: () => ({ result: [OTHER.address, HELD.address.toLowerCase()] }),
  eth_signTypedData: async ([, json]: [string, string]) => ({
    result: await HELD.signTypedData(JSON.parse(json)),
  }),
  eth_signTransaction: async () => ({ result: await HELD.signTransaction(TRANSACTION) }),
};

describe("a remote signer", () => {
  const servers: Server[] = [];
  const seen: { method: string; authorization: string | undefined; params: unknown }[] = [];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-signer-"));
  });

  beforeEach(() => seen.splice(0));

  after(async () => {
    for (const server of servers) server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const serve = async (answers: Answers): Promise<string> => {
    const server = createServer(async (request, response) => {
      const { id, method, params } = JSON.parse(await bodyOf(request));
      seen.push({ method, params, authorization: request.headers.authorization });
      const answer = await (answers[method] ?? (() => unknownMethod))(params as never);
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  const remote = (url: string, changes: Partial<KeySource & { kind: "remote" }> = {}) =>
    ({ kind: "remote", url, address: HELD.address, tokenFile: undefined, ...changes }) as const;

  const reasonOf = async (work: () => Promise<unknown>): Promise<string> => {
    try {
      await work();
    } catch (fault) {
      if (fault instanceof RemoteSignerError) return fault.reason;
      throw fault;
    }
    throw new Error("it was accepted");
  };

  it("signs statements and transactions, and is never asked to send", async () => {
    const account = await openRemoteSigner(remote(await serve(WEB3SIGNER)));
    const signature = await account.signTypedData(STATEMENT);
    const question = { ...STATEMENT, message: { ...STATEMENT.message }, address: HELD.address, signature };
    expect(await verifyTypedData(question)).to.equal(true);
    expect(await account.signTransaction(TRANSACTION)).to.equal(await HELD.signTransaction(TRANSACTION));
    const methods = ["eth_accounts", "eth_signTypedData_v4", "eth_signTypedData", "eth_signTransaction"];
    expect(seen.map(({ method }) => method)).to.deep.equal(methods);
    expect(seen.at(-1)?.params).to.deep.equal([
      {
        from: HELD.address,
        type: "0x2",
        chainId: "0x7a69",
        to: OTHER.address,
        data: "0x1234",
        gas: "0xea60",
        nonce: "0x7",
        value: "0x0",
        maxFeePerGas: "0xb2d05e00",
        maxPriorityFeePerGas: "0x3b9aca00",
      },
    ]);
  });

  it("is told who asks, with a token from a file", async () => {
    const tokenFile = join(folder, "token");
    await writeFile(tokenFile, "a token\n");
    await openRemoteSigner(remote(await serve(WEB3SIGNER), { tokenFile }));
    expect(seen.map(({ authorization }) => authorization)).to.deep.equal(["Bearer a token"]);
    const absent = join(folder, "absent");
    expect(
      await reasonOf(() => openRemoteSigner(remote("http://127.0.0.1:9", { tokenFile: absent }))),
    ).to.equal(`its token can't be read from ${absent} (NEXUS_EXECUTOR_SIGNER_TOKEN_FILE)`);
  });

  it("isn't taken without the account's key, or when it doesn't answer", async () => {
    const url = await serve({ ...WEB3SIGNER, eth_accounts: () => ({ result: [OTHER.address] }) });
    expect(await reasonOf(() => openRemoteSigner(remote(url)))).to.equal(
      `it doesn't hold the key of ${HELD.address} (NEXUS_EXECUTOR_ADDRESS), but of ${OTHER.address}`,
    );
    const silent = await reasonOf(() => openRemoteSigner(remote("http://127.0.0.1:9")));
    expect(silent).to.match(/^eth_accounts failed: /);
    const odd = await serve({ eth_accounts: () => ({ result: { accounts: [] } }) });
    expect(await reasonOf(() => openRemoteSigner(remote(odd)))).to.equal("its list of accounts isn't one");
  });

  it("isn't believed a signature of another key, or over something else", async () => {
    const signers: ((params: [string, string]) => Promise<Hex>)[] = [
      ([, json]) => OTHER.signTypedData(JSON.parse(json)),
      ([, json]) => {
        const typedData = JSON.parse(json);
        return HELD.signTypedData({ ...typedData, message: { ...typedData.message, signal: 1 } });
      },
    ];
    for (const sign of signers) {
      const eth_signTypedData = async (params: [string, string]) => ({ result: await sign(params) });
      const account = await openRemoteSigner(remote(await serve({ ...WEB3SIGNER, eth_signTypedData })));
      expect(await reasonOf(() => account.signTypedData(STATEMENT))).to.equal(
        `its signature isn't that of ${HELD.address} over what was asked`,
      );
    }
    const account = await openRemoteSigner(
      remote(await serve({ ...WEB3SIGNER, eth_signTypedData: () => ({ result: "no" }) })),
    );
    expect(await reasonOf(() => account.signTypedData(STATEMENT))).to.equal("its answer isn't a signature");
  });

  const swaps: [string, () => Promise<Hex>][] = [
    ["for another key", () => OTHER.signTransaction(TRANSACTION)],
    ["to another account", () => HELD.signTransaction({ ...TRANSACTION, to: HELD.address })],
    ["with a value", () => HELD.signTransaction({ ...TRANSACTION, value: 1n })],
    ["with another nonce", () => HELD.signTransaction({ ...TRANSACTION, nonce: 8 })],
    ["with higher fees", () => HELD.signTransaction({ ...TRANSACTION, maxFeePerGas: 9_000_000_000n })],
    ["for another chain", () => HELD.signTransaction({ ...TRANSACTION, chainId: 1 })],
    ["that isn't one", async () => "0x02aa"],
  ];
  for (const [name, sign] of swaps) {
    it(`isn't believed a transaction ${name}`, async () => {
      const eth_signTransaction = async () => ({ result: await sign() });
      const account = await openRemoteSigner(remote(await serve({ ...WEB3SIGNER, eth_signTransaction })));
      expect(await reasonOf(() => account.signTransaction(TRANSACTION))).to.equal(
        `it signed something else than it was asked to, or not as ${HELD.address}`,
      );
    });
  }

  it("says why it refuses, without the question", async () => {
    const eth_signTransaction = () => ({ error: { code: -32_000, message: "locked" } });
    const account = await openRemoteSigner(remote(await serve({ ...WEB3SIGNER, eth_signTransaction })));
    const reason = await reasonOf(() => account.signTransaction(TRANSACTION));
    expect(reason).to.match(/^eth_signTransaction failed: /);
    expect(reason).to.not.include("0x1234");
  });

  it("signs no plain message", async () => {
    const account = await openRemoteSigner(remote(await serve(WEB3SIGNER)));
    expect(await reasonOf(() => account.signMessage({ message: "hello" }))).to.equal(
      "an executor signs no plain messages",
    );
  });

  describe("that is a node", function () {
    this.timeout(60_000);
    let chain: LocalChain;

    before(async () => {
      chain = await startLocalChain();
    });

    after(() => chain?.stop());

    it("signs what the chain takes", async () => {
      const { address } = accountAt(5);
      const account = await openRemoteSigner(remote(chain.url, { address }));
      const signature = await account.signTypedData(STATEMENT);
      const question = { ...STATEMENT, message: { ...STATEMENT.message }, address, signature };
      expect(await verifyTypedData(question)).to.equal(true);
      const nonce = await chain.client.getTransactionCount({ address });
      const serializedTransaction = await account.signTransaction({ ...TRANSACTION, nonce });
      const hash = await chain.client.sendRawTransaction({ serializedTransaction });
      expect(hash).to.equal(keccak256(serializedTransaction));
      expect((await chain.client.waitForTransactionReceipt({ hash })).status).to.equal("success");
    });
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
