import { DEVELOPMENT_ACCOUNTS, NotDevelopmentChainError } from "@nexus/protocol";
import { expect } from "chai";
import { type EIP1193RequestFn, parseTransaction, recoverTypedDataAddress, SwitchChainError } from "viem";
import { createConfig, createStorage, http } from "wagmi";
import { connect, disconnect, reconnect, sendTransaction, signTypedData, switchChain } from "wagmi/actions";
import type { RuntimeConfig } from "../config/runtime-config.ts";
import { chainOf } from "./chain.ts";
import type { SigningRequest } from "./confirmation.ts";
import { developmentWallets, isDevelopmentConnector } from "./development-wallet.ts";
import { isDeclined } from "./failure.ts";

const publisher = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

const configOf = (changes: Partial<RuntimeConfig> = {}) =>
  ({
    chainId: 31337,
    rpcUrl: "http://127.0.0.1:1",
    developmentAccounts: true,
    explorer: undefined,
    ...changes,
  }) as RuntimeConfig;

/** A node that says which chain it runs, and keeps what it is sent. */
function node(chainId = 31337) {
  const sent: `0x${string}`[] = [];
  const state = { chainId, asked: 0 };
  const rpc = async ({ method, params }: { method: string; params?: readonly unknown[] }) => {
    state.asked += 1;
    if (method === "eth_chainId") return `0x${state.chainId.toString(16)}`;
    if (method === "eth_getTransactionCount") return "0x5";
    if (method === "eth_gasPrice") return "0x77359400";
    if (method === "eth_estimateGas") return "0x5208";
    if (method !== "eth_sendRawTransaction") throw new Error(`unexpected ${method}`);
    sent.push(params?.[0] as `0x${string}`);
    return `0x${"ab".repeat(32)}`;
  };
  return { rpc: rpc as unknown as EIP1193RequestFn, sent, state };
}

function setup({ answer = true, nodeChainId = 31337, entries = new Map<string, string>() } = {}) {
  const asked: SigningRequest[] = [];
  const { rpc, sent, state } = node(nodeChainId);
  const ask = async (request: SigningRequest) => {
    asked.push(request);
    return answer;
  };
  const config = configOf();
  const chain = chainOf(config);
  const wagmi = createConfig({
    chains: [chain],
    connectors: developmentWallets(config, rpc, ask),
    transports: { [chain.id]: http(config.rpcUrl) },
    multiInjectedProviderDiscovery: false,
    storage: createStorage({
      storage: {
        getItem: (key) => entries.get(key) ?? null,
        setItem: (key, value) => void entries.set(key, value),
        removeItem: (key) => void entries.delete(key),
      },
    }),
  });
  const connector = wagmi.connectors.find(({ name }) => name === "publisher");
  if (!connector) throw new Error("publisher isn't offered");
  return { wagmi, connector, asked, sent, state, entries };
}

async function failureOf(action: Promise<unknown>): Promise<unknown> {
  try {
    await action;
  } catch (error) {
    return error;
  }
  throw new Error("it was allowed");
}

describe("development accounts", () => {
  it("are all offered by name on the development chain", () => {
    const { wagmi } = setup();
    expect(wagmi.connectors.map(({ name }) => name)).to.deep.equal([...DEVELOPMENT_ACCOUNTS]);
    expect(wagmi.connectors.every(isDevelopmentConnector)).to.equal(true);
  });

  it("aren't offered on another chain, whatever the configuration says", () => {
    for (const chainId of [1, 31338, 11155111])
      expect(developmentWallets(configOf({ chainId }))).to.deep.equal([]);
  });

  it("aren't offered where the configuration doesn't allow them", () => {
    expect(developmentWallets(configOf({ developmentAccounts: false }))).to.deep.equal([]);
  });

  it("refuse to connect when the node runs another chain", async () => {
    const { wagmi, connector } = setup({ nodeChainId: 1 });
    const error = await failureOf(connect(wagmi, { connector }));
    expect(error).to.be.instanceOf(NotDevelopmentChainError);
    expect(error).to.include({ chainId: 1, expected: 31337 });
  });

  it("refuse to sign once the node runs another chain, without asking", async () => {
    const { wagmi, connector, state, asked, sent } = setup();
    await connect(wagmi, { connector });
    state.chainId = 1;
    await failureOf(sendTransaction(wagmi, { to: publisher, value: 1n, gas: 21_000n }));
    expect(asked).to.deep.equal([]);
    expect(sent).to.deep.equal([]);
  });

  it("refuse to sign typed data for another chain, without asking", async () => {
    const { wagmi, connector, asked } = setup();
    await connect(wagmi, { connector });
    const elsewhere = { ...typedData, domain: { ...typedData.domain, chainId: 1 } };
    await failureOf(signTypedData(wagmi, elsewhere));
    expect(asked).to.deep.equal([]);
  });

  it("refuse to switch to another chain", async () => {
    const { wagmi, connector } = setup();
    await connect(wagmi, { connector });
    const error = (await failureOf(switchChain(wagmi, { chainId: 1 as never, connector }))) as Error;
    expect(error).to.be.instanceOf(SwitchChainError);
  });

  it("ask with what is sent, then sign with their own key", async () => {
    const { wagmi, connector, asked, sent } = setup();
    const { accounts } = await connect(wagmi, { connector });
    expect(accounts).to.deep.equal([publisher]);
    await sendTransaction(wagmi, { to: publisher, value: 10n ** 18n, data: "0x1234", gas: 50_000n });
    expect(asked).to.deep.equal([
      {
        account: "publisher",
        kind: "transaction",
        details: [
          ["To", publisher],
          ["Value", "1 ETH"],
          ["Data", "0x1234"],
        ],
      },
    ]);
    const transaction = parseTransaction(sent[0] ?? "0x");
    expect(transaction).to.deep.include({ chainId: 31337, nonce: 5, value: 10n ** 18n, data: "0x1234" });
  });

  it("send nothing when the person declines", async () => {
    const { wagmi, connector, sent } = setup({ answer: false });
    await connect(wagmi, { connector });
    const error = await failureOf(sendTransaction(wagmi, { to: publisher, value: 1n, gas: 21_000n }));
    expect(isDeclined(error)).to.equal(true);
    expect(sent).to.deep.equal([]);
  });

  it("sign typed data that recovers to them, having shown its fields", async () => {
    const { wagmi, connector, asked } = setup();
    await connect(wagmi, { connector });
    const signature = await signTypedData(wagmi, typedData);
    expect(await recoverTypedDataAddress({ ...typedData, signature })).to.equal(publisher);
    expect(asked[0]?.details).to.deep.equal([
      ["Type", "Ballot"],
      ["For", `ReviewBoard at ${typedData.domain.verifyingContract}`],
      ["proposalId", "7"],
      ["support", "1"],
    ]);
  });

  it("are found again after a reload, and not after disconnecting", async () => {
    const entries = new Map<string, string>();
    const first = setup({ entries });
    await connect(first.wagmi, { connector: first.connector });
    const second = setup({ entries });
    expect((await reconnect(second.wagmi)).map(({ accounts }) => accounts)).to.deep.equal([[publisher]]);
    await disconnect(second.wagmi);
    expect(await reconnect(setup({ entries }).wagmi)).to.deep.equal([]);
  });

  it("don't connect by themselves, and keep no wallet waiting", async () => {
    const { wagmi, state } = setup();
    expect(await reconnect(wagmi)).to.deep.equal([]);
    expect(state.asked).to.equal(0);
  });
});

const typedData = {
  domain: {
    name: "ReviewBoard",
    version: "1",
    chainId: 31337,
    verifyingContract: "0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0",
  },
  types: {
    Ballot: [
      { name: "proposalId", type: "uint256" },
      { name: "support", type: "uint8" },
    ],
  },
  primaryType: "Ballot",
  message: { proposalId: 7n, support: 1 },
} as const;
