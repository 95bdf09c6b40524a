import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  contractNames,
  type Deployment,
  nexusGovernorAbi,
  refusalAbi,
  timelockControllerAbi,
} from "@nexus/protocol";
import {
  type Abi,
  decodeFunctionData,
  encodeErrorResult,
  encodeFunctionResult,
  getAddress,
  type Hex,
  numberToHex,
  zeroHash,
} from "viem";

/** What a contract answers: a value, or a refusal. */
export type Answer =
  | { readonly value: unknown }
  | { readonly refusal: string; readonly args?: readonly unknown[] };

export interface FakeChain {
  readonly chainId?: number;
  /** Answers by function name, whichever contract is asked. */
  readonly calls?: Readonly<Record<string, (args: readonly unknown[]) => Answer>>;
  /** Logs that filters of their topics find, by the address of their contract. */
  readonly logs?: Readonly<Record<string, readonly { topics: readonly Hex[]; data: Hex }[]>>;
  /** How every transaction that is sent ends; without it none may be sent. */
  readonly mined?: {
    readonly status: "success" | "reverted";
    readonly logs?: readonly { address: Hex; topics: readonly Hex[]; data: Hex }[];
  };
}

export interface FakeNode {
  readonly url: string;
  /** Methods that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A deployment of made-up addresses. */
export const deployment: Deployment = {
  chainId: 31_337,
  startBlock: 0,
  contracts: Object.fromEntries(
    contractNames.map((name, place) => [name, getAddress(`0x${String(place + 10).repeat(20)}`)]),
  ) as Deployment["contracts"],
};

class RpcFault extends Error {
  readonly data: Hex;

  constructor(data: Hex) {
    super("execution reverted");
    this.data = data;
  }
}

class UnknownMethod extends Error {
  constructor(method: string) {
    super(`the fake node doesn't know ${method}`);
  }
}

/** A call without `to` asks whether a signature is a contract's: here nobody is one. */
function answerCall({ calls = {} }: FakeChain, { to, data }: { to?: Hex; data: Hex }): Hex {
  if (to === undefined) return "0x00";
  const abi: Abi = [...refusalAbi, ...nexusGovernorAbi, ...timelockControllerAbi];
  const { functionName, args = [] } = decodeFunctionData({ abi, data });
  const answer = calls[functionName]?.(args);
  if (answer === undefined) throw new Error(`the fake chain has no answer for ${functionName}`);
  if ("refusal" in answer) {
    throw new RpcFault(encodeErrorResult({ abi, errorName: answer.refusal, args: answer.args ?? [] }));
  }
  return encodeFunctionResult({ abi, functionName, result: answer.value });
}

function logsOf({ logs = {} }: FakeChain, filter: { address: Hex; topics?: (Hex | null)[] }) {
  const found = Object.entries(logs).find(
    ([address]) => address.toLowerCase() === filter.address.toLowerCase(),
  );
  const wanted = filter.topics ?? [];
  const matching = (found?.[1] ?? []).filter(({ topics }) =>
    wanted.every((topic, place) => topic === null || topic === topics[place]),
  );
  return matching.map(({ topics, data }, index) => ({
    address: filter.address,
    topics,
    data,
    blockHash: zeroHash,
    blockNumber: "0x1",
    logIndex: numberToHex(index),
    transactionHash: zeroHash,
    transactionIndex: "0x0",
    removed: false,
  }));
}

function answer(chain: FakeChain, method: string, params: unknown[]): unknown {
  const [first] = params;
  if (method === "eth_blockNumber") return "0x1";
  if (method === "eth_chainId") return numberToHex(chain.chainId ?? 31_337);
  if (method === "eth_call") return answerCall(chain, first as { to?: Hex; data: Hex });
  if (method === "eth_estimateGas") {
    answerCall(chain, first as { to?: Hex; data: Hex });
    return "0x5208";
  }
  if (method === "eth_getLogs") return logsOf(chain, first as { address: Hex; topics?: (Hex | null)[] });
  if (method === "eth_getBlockByNumber")
    return { number: "0x1", timestamp: "0x65000000", transactions: [], hash: zeroHash, baseFeePerGas: "0x1" };
  if (chain.mined !== undefined) return answerSending(chain.mined, method);
  throw new UnknownMethod(method);
}

/** Hash of every transaction that the fake node takes. */
export const sentHash: Hex = `0x${"5e".repeat(32)}`;

function answerSending({ status, logs = [] }: NonNullable<FakeChain["mined"]>, method: string): unknown {
  const place = {
    blockHash: zeroHash,
    blockNumber: "0x1",
    transactionHash: sentHash,
    transactionIndex: "0x0",
  };
  const known: Readonly<Record<string, unknown>> = {
    eth_gasPrice: "0x1",
    eth_getTransactionCount: "0x0",
    eth_maxPriorityFeePerGas: "0x1",
    eth_sendRawTransaction: sentHash,
    eth_getTransactionReceipt: {
      ...place,
      status: status === "success" ? "0x1" : "0x0",
      logs: logs.map((log, index) => ({ ...log, ...place, logIndex: numberToHex(index), removed: false })),
    },
  };
  if (known[method] === undefined) throw new UnknownMethod(method);
  return known[method];
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function respond(
  chain: FakeChain,
  asked: string[],
  { id, method, params = [] }: { id: number; method: string; params?: unknown[] },
) {
  asked.push(method);
  try {
    return { jsonrpc: "2.0", id, result: answer(chain, method, params) };
  } catch (error) {
    const data = error instanceof RpcFault ? { data: error.data } : {};
    return {
      jsonrpc: "2.0",
      id,
      error: {
        code: error instanceof UnknownMethod ? -32_601 : 3,
        message: (error as Error).message,
        ...data,
      },
    };
  }
}

/** A node over HTTP that knows only what a test tells it. */
export async function startFakeNode(chain: FakeChain): Promise<FakeNode> {
  const asked: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const message = JSON.parse(await textOf(request));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(respond(chain, asked, message)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
