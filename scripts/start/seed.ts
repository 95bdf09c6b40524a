import {
  accessManagerAbi,
  type Chamber,
  ClauseType,
  Chamber as chambers,
  clauseIdOf,
  clauseRegistryAbi,
  DEVELOPMENT_ACCOUNTS,
  DEVELOPMENT_MNEMONIC,
  type Deployment,
  type DevelopmentAccountName,
  executorRegistryAbi,
  nexusTokenAbi,
  parametersFor,
  reviewBoardAbi,
  roles,
  securityCouncilAbi,
  uuidBytes16,
} from "@nexus/protocol";
import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  parseEther,
  stringToHex,
  zeroAddress,
} from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { anvil } from "viem/chains";
import { handOverCalls } from "../../ignition/handOver.ts";

/** The clause that the local stack starts with, as a manifest names it. */
export type SeedClause = { uuid: string; digest: Hex; domains: number; jurisdiction: string };

/** Affiliations of the local stack. `RIVERSIDE` employs the publisher and one reviewer, so that a conflict can be seen. */
const AFFILIATION = { RIVERSIDE: 100, DELTA: 201, HIGHLAND: 202, COAST: 203 } as const;

const EXECUTORS = [
  { name: "executor-1", affiliation: AFFILIATION.DELTA, region: "KE" },
  { name: "executor-2", affiliation: AFFILIATION.HIGHLAND, region: "CH" },
  { name: "executor-3", affiliation: AFFILIATION.COAST, region: "PH" },
] as const;

const SEATS: readonly { name: DevelopmentAccountName; chamber: Chamber; affiliation: number }[] = [
  ...seats("clause", "ClauseAuditors"),
  ...seats("security", "Security"),
  ...seats("drf", "Drf"),
  ...seats("drr", "Drr"),
  { name: "hub-1", chamber: "Hubs", affiliation: 0 },
  { name: "hub-2", chamber: "Hubs", affiliation: 0 },
  { name: "colleague", chamber: "Drf", affiliation: AFFILIATION.RIVERSIDE },
];

/** Who decides in the DAO: each with a share of NXS that reaches the quorum alone. */
export const HOLDERS = [
  "holder-1",
  "holder-2",
  "holder-3",
] as const satisfies readonly DevelopmentAccountName[];
const HOLDING = parseEther("100000000");

/** What accounts have of NXS to pay with; the publisher's is for 200 fees. */
const PAYERS = {
  requester: parseEther("10000"),
  publisher: parseEther("100000"),
} as const satisfies Partial<Record<DevelopmentAccountName, bigint>>;

/** Members of the security council, who may suspend a version in an emergency. */
const COUNCIL = ["hub-1", "hub-2"] as const satisfies readonly DevelopmentAccountName[];

function seats(prefix: "clause" | "security" | "drf" | "drr", chamber: Chamber) {
  return ([1, 2, 3] as const).map((n) => ({ name: `${prefix}-${n}` as const, chamber, affiliation: 0 }));
}

export function developmentAccount(name: DevelopmentAccountName): HDAccount {
  return mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex: DEVELOPMENT_ACCOUNTS.indexOf(name) });
}

/**
 * Gives a fresh local chain its people: reviewers in their chambers, an event source for the clause, a security council, staked
 * and attested executors, holders of NXS who vote. Then the deployer hands over to the DAO and can do nothing any more. Every
 * call is made only if the chain doesn't show its effect yet. Returns the number of calls.
 */
export async function seed(rpcUrl: string, deployment: Deployment, clause: SeedClause): Promise<number> {
  const chain = connect(rpcUrl, deployment);
  const { AccessManager } = deployment.contracts;
  const deployer = developmentAccount("deployer").address;
  const [inCharge] = await chain.client.readContract({
    ...{ address: AccessManager, abi: accessManagerAbi, functionName: "hasRole" },
    args: [roles.ADMIN_ROLE, deployer],
  });
  let sent = 0;
  if (inCharge) {
    const first = [
      ...(await clauseCalls(chain, clause)),
      ...(await seatCalls(chain)),
      ...councilCalls(chain),
      ...(await executorCalls(chain)),
      ...(await payerCalls(chain)),
      ...(await holderCalls(chain)),
    ];
    sent += await chain.sendAll("deployer", first);
    const last = [...(await leftoverCalls(chain)), ...handOverCalls(deployment, deployer)];
    sent += await chain.sendAll("deployer", last);
  }
  const people = [
    ...EXECUTORS.map(async ({ name }) => chain.sendAll(name, await stakeCalls(chain, name))),
    ...HOLDERS.map(async (name) => chain.sendAll(name, await delegateCalls(chain, name))),
  ];
  return (await Promise.all(people)).reduce((sum, count) => sum + count, sent);
}

type Call = { to: Address; data: Hex };
type SeedChain = ReturnType<typeof connect>;

function connect(rpcUrl: string, deployment: Deployment) {
  const transport = http(rpcUrl);
  const client = createPublicClient({ chain: anvil, transport, pollingInterval: 100, cacheTime: 0 });
  const sendAll = async (name: DevelopmentAccountName, calls: readonly Call[]): Promise<number> => {
    const wallet = createWalletClient({ account: developmentAccount(name), chain: anvil, transport });
    const first = await client.getTransactionCount({ address: wallet.account.address });
    const gas = 1_000_000n;
    const hashes = await Promise.all(
      calls.map((call, index) => wallet.sendTransaction({ ...call, nonce: first + index, gas })),
    );
    for (const hash of hashes) {
      const receipt = await client.waitForTransactionReceipt({ hash });
      if (receipt.status !== "success")
        throw new Error(`seeding the local chain failed in transaction ${hash}`);
    }
    return calls.length;
  };
  return { client, sendAll, contracts: deployment.contracts, chainId: deployment.chainId };
}

const call = (to: Address, abi: Abi, functionName: string, args: readonly unknown[]): Call => ({
  to,
  data: encodeFunctionData({ abi, functionName, args }),
});

async function clauseCalls({ client, contracts }: SeedChain, clause: SeedClause): Promise<Call[]> {
  const registry = { address: contracts.ClauseRegistry, abi: clauseRegistryAbi } as const;
  const clauseId = clauseIdOf(clause);
  const source = developmentAccount("source").address;
  const known = await client
    .readContract({ ...registry, functionName: "clause", args: [clauseId] })
    .then(() => true)
    .catch(() => false);
  if (known) return [];
  return [
    call(registry.address, registry.abi, "registerClause", [
      uuidBytes16(clause.uuid),
      clause.digest,
      clause.domains,
      ClauseType.indexOf("Trigger"),
      clause.jurisdiction,
    ]),
    call(registry.address, registry.abi, "setEventSource", [clauseId, source, true]),
  ];
}

async function seatCalls({ client, contracts, chainId }: SeedChain): Promise<Call[]> {
  const board = { address: contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  const publisher = developmentAccount("publisher").address;
  const now = Number((await client.getBlock()).timestamp);
  const { termUnit } = parametersFor(chainId);
  const until = (Math.floor(now / termUnit) + Math.ceil((90 * 86_400) / termUnit)) * termUnit;
  const calls: Call[] = [];
  if ((await client.readContract({ ...board, functionName: "affiliationOf", args: [publisher] })) === 0) {
    calls.push(call(board.address, board.abi, "setAffiliation", [publisher, AFFILIATION.RIVERSIDE]));
  }
  for (const { name, chamber, affiliation } of SEATS) {
    const holder = developmentAccount(name).address;
    const seat = await client.readContract({ ...board, functionName: "seatOf", args: [holder] });
    if (seat.until > now) continue;
    calls.push(
      call(board.address, board.abi, "appoint", [holder, chambers.indexOf(chamber), 1, affiliation, until]),
    );
  }
  return calls;
}

function councilCalls({ contracts, chainId }: SeedChain): Call[] {
  const members = COUNCIL.map((name) => developmentAccount(name).address);
  const { mandate } = parametersFor(chainId).council;
  return [call(contracts.SecurityCouncil, securityCouncilAbi, "appoint", [members, mandate])];
}

async function holderCalls({ client, contracts }: SeedChain): Promise<Call[]> {
  const token = { address: contracts.NexusToken, abi: nexusTokenAbi } as const;
  const calls: Call[] = [];
  for (const name of HOLDERS) {
    const holder = developmentAccount(name).address;
    const balance = await client.readContract({ ...token, functionName: "balanceOf", args: [holder] });
    if (balance < HOLDING) calls.push(call(token.address, token.abi, "transfer", [holder, HOLDING]));
  }
  return calls;
}

/** What the deployer still has of NXS goes to the treasury, lest it vote. */
async function leftoverCalls({ client, contracts }: SeedChain): Promise<Call[]> {
  const token = { address: contracts.NexusToken, abi: nexusTokenAbi } as const;
  const args = [developmentAccount("deployer").address] as const;
  const balance = await client.readContract({ ...token, functionName: "balanceOf", args });
  if (balance === 0n) return [];
  return [call(token.address, token.abi, "transfer", [contracts.TimelockController, balance])];
}

async function delegateCalls(
  { client, contracts }: SeedChain,
  name: DevelopmentAccountName,
): Promise<Call[]> {
  const token = { address: contracts.NexusToken, abi: nexusTokenAbi } as const;
  const holder = developmentAccount(name).address;
  const delegate = await client.readContract({ ...token, functionName: "delegates", args: [holder] });
  return delegate === zeroAddress ? [call(token.address, token.abi, "delegate", [holder])] : [];
}

async function executorCalls({ client, contracts }: SeedChain): Promise<Call[]> {
  const registry = { address: contracts.ExecutorRegistry, abi: executorRegistryAbi } as const;
  const token = { address: contracts.NexusToken, abi: nexusTokenAbi } as const;
  const calls: Call[] = [];
  for (const { name, affiliation, region } of EXECUTORS) {
    const executor = developmentAccount(name).address;
    const record = await client.readContract({ ...registry, functionName: "executorOf", args: [executor] });
    if (record.affiliation !== 0) continue;
    calls.push(call(token.address, token.abi, "transfer", [executor, parseEther("10000")]));
    calls.push(
      call(registry.address, registry.abi, "attestExecutor", [executor, affiliation, stringToHex(region)]),
    );
  }
  return calls;
}

/** NXS of those who pay: rewards of runs, fees of reviews. */
async function payerCalls({ client, contracts }: SeedChain): Promise<Call[]> {
  const token = { address: contracts.NexusToken, abi: nexusTokenAbi } as const;
  const calls: Call[] = [];
  for (const [name, amount] of Object.entries(PAYERS)) {
    const payer = developmentAccount(name as keyof typeof PAYERS).address;
    const balance = await client.readContract({ ...token, functionName: "balanceOf", args: [payer] });
    if (balance < amount) calls.push(call(token.address, token.abi, "transfer", [payer, amount]));
  }
  return calls;
}

async function stakeCalls({ client, contracts }: SeedChain, name: DevelopmentAccountName): Promise<Call[]> {
  const registry = { address: contracts.ExecutorRegistry, abi: executorRegistryAbi } as const;
  const [record, minimum] = await Promise.all([
    client.readContract({
      ...registry,
      functionName: "executorOf",
      args: [developmentAccount(name).address],
    }),
    client.readContract({ ...registry, functionName: "minimumStake" }),
  ]);
  if (record.stake >= minimum) return [];
  const amount = minimum * 5n;
  return [
    call(contracts.NexusToken, nexusTokenAbi, "approve", [registry.address, amount]),
    call(registry.address, registry.abi, "stake", [amount]),
  ];
}
