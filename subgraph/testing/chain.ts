import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Hex, keccak256, toHex } from "viem";
import { type BlockTest, encodeLog, type TestEvent, transactionHash } from "./block-test.ts";

type Log = {
  address: Hex;
  topics: Hex[];
  data: Hex;
  blockNumber: Hex;
  blockHash: Hex;
  transactionHash: Hex;
} & Record<string, unknown>;

type Block = { number: number; hash: Hex; timestamp: number; logs: Log[]; transactions: Hex[] };

type Filter = { fromBlock?: Hex; toBlock?: Hex; blockHash?: Hex; topics?: (Hex[] | Hex | null)[] };

const WORD = `0x${"00".repeat(32)}` as const;
const NOBODY = `0x${"00".repeat(20)}` as const;
const BLOOM = `0x${"00".repeat(256)}` as const;

/** A chain with exactly the blocks and logs of tests, behind the JSON-RPC methods that graph-node asks for. */
export async function startTestChain(
  tests: readonly BlockTest[],
): Promise<{ url: string; head: number; close(): void }> {
  const blocks = chainOf(tests);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Call | Call[];
      const answers = [body].flat().map((call) => answer(blocks, call));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, head: blocks.length - 1, close: () => server.close() };
}

/** Block 0, then the blocks of each test, one behind the other; those that a test leaves out are empty. */
function chainOf(tests: readonly BlockTest[]): Block[] {
  const chain: Block[] = [blockOf(0, 0, [])];
  for (const { blocks } of tests) {
    const last = Math.max(...blocks.map(({ number }) => number));
    for (let number = 1; number <= last; number += 1) {
      const given = blocks.find((block) => block.number === number);
      chain.push(blockOf(chain.length, given?.timestamp ?? 0, given?.events ?? []));
    }
  }
  return chain;
}

function blockOf(number: number, timestamp: number, events: readonly TestEvent[]): Block {
  const hash = keccak256(toHex(`block ${number}`));
  const hashes = events.map((event, i) => transactionHash(event, number, i));
  const transactions = [...new Set(hashes)];
  const logs = events.map((event, i) => ({
    address: event.address,
    ...encodeLog(event),
    blockNumber: toHex(number),
    blockHash: hash,
    transactionHash: hashes[i] ?? WORD,
    transactionIndex: toHex(transactions.indexOf(hashes[i] ?? WORD)),
    logIndex: toHex(i),
    removed: false,
  }));
  return { number, hash, timestamp, logs, transactions };
}

type Call = { id: number; method: string; params: unknown[] };

function answer(blocks: readonly Block[], { id, method, params }: Call): object {
  const find = (key: unknown) =>
    blocks.find(({ number, hash }) => hash === key || toHex(number) === key) ??
    (key === "latest" ? blocks.at(-1) : undefined);
  const methods: Record<string, () => unknown> = {
    eth_chainId: () => toHex(31337),
    net_version: () => "31337",
    web3_clientVersion: () => "nexus-test-chain",
    eth_blockNumber: () => toHex(blocks.length - 1),
    eth_getBlockByNumber: () => blockJson(blocks, find(params[0]), params[1] === true),
    eth_getBlockByHash: () => blockJson(blocks, find(params[0]), params[1] === true),
    eth_getLogs: () => logsOf(blocks, params[0] as Filter),
    eth_getBlockReceipts: () => {
      const block = find(params[0]);
      return block?.transactions.map((hash) => receiptJson(block, hash)) ?? null;
    },
    eth_getTransactionReceipt: () => {
      const block = blocks.find(({ transactions }) => transactions.includes(params[0] as Hex));
      return block ? receiptJson(block, params[0] as Hex) : null;
    },
  };
  const known = methods[method];
  if (!known)
    return { jsonrpc: "2.0", id, error: { code: -32601, message: `the test chain has no ${method}` } };
  return { jsonrpc: "2.0", id, result: known() };
}

function logsOf(blocks: readonly Block[], { fromBlock, toBlock, blockHash, topics }: Filter): Log[] {
  const first = topics?.[0];
  return blocks
    .filter(({ number, hash }) =>
      blockHash ? hash === blockHash : number >= Number(fromBlock) && number <= Number(toBlock),
    )
    .flatMap(({ logs }) => logs)
    .filter((log) => !first || [first].flat().includes(log.topics[0] ?? WORD));
}

function blockJson(blocks: readonly Block[], block: Block | undefined, full: boolean): object | null {
  if (!block) return null;
  return {
    number: toHex(block.number),
    hash: block.hash,
    parentHash: blocks[block.number - 1]?.hash ?? WORD,
    timestamp: toHex(block.timestamp),
    transactions: full ? block.transactions.map((hash) => transactionJson(block, hash)) : block.transactions,
    ...{ sha3Uncles: WORD, transactionsRoot: WORD, stateRoot: WORD, receiptsRoot: WORD, mixHash: WORD },
    ...{
      miner: NOBODY,
      logsBloom: BLOOM,
      difficulty: "0x0",
      totalDifficulty: "0x0",
      extraData: "0x",
      size: "0x1",
    },
    ...{
      gasLimit: "0x1c9c380",
      gasUsed: "0x0",
      nonce: "0x0000000000000000",
      baseFeePerGas: "0x1",
      uncles: [],
    },
  };
}

function transactionJson(block: Block, hash: Hex): object {
  return {
    hash,
    blockHash: block.hash,
    blockNumber: toHex(block.number),
    transactionIndex: toHex(block.transactions.indexOf(hash)),
    ...{ from: NOBODY, to: NOBODY, gas: "0x5208", gasPrice: "0x1", input: "0x", nonce: "0x0", value: "0x0" },
    ...{ type: "0x0", v: "0x1b", r: "0x1", s: "0x1" },
  };
}

function receiptJson(block: Block, hash: Hex): object {
  return {
    transactionHash: hash,
    blockHash: block.hash,
    blockNumber: toHex(block.number),
    transactionIndex: toHex(block.transactions.indexOf(hash)),
    logs: block.logs.filter((log) => log.transactionHash === hash),
    ...{ from: NOBODY, to: NOBODY, contractAddress: null, status: "0x1", type: "0x0", logsBloom: BLOOM },
    ...{ gasUsed: "0x5208", cumulativeGasUsed: "0x5208", effectiveGasPrice: "0x1" },
  };
}
