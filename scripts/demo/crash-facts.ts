import { type NexusClient, reviewStatus } from "@nexus/cli";
import { cidOfDigest, DEVELOPMENT_ACCOUNTS, type DevelopmentAccountName } from "@nexus/protocol";
import { type AbiEvent, type Address, type Hex, type Log, parseEventLogs, toEventSelector } from "viem";
import { developmentAccount } from "../start/seed.ts";
import type { StackState } from "../start/state.ts";
import { eventually } from "./context.ts";
import { countEvents, type EmittedEvent, indexFacts, type Names, type Outcome } from "./crash-outcome.ts";
import type { Report } from "./report.ts";

export type Executors = StackState["executors"];

/** How long an executor may take to write down how a run ended, in seconds. */
const EXECUTOR_SECONDS = 30;

/** Everything that a walk brought about since block `since`, asked anew of chain, index, IPFS and executors. */
export async function readOutcome(
  client: NexusClient,
  executors: Executors,
  { report, since }: { report: Report; since: bigint },
): Promise<Outcome> {
  const events = await eventsSince(client, since);
  const names = namesOf(client, events);
  const failed = report.steps.find(({ ok }) => !ok);
  return {
    walk: failed ? `ended at "${failed.name}": ${failed.error}` : "done",
    ...countEvents(events, names),
    ...reported(report, names),
    ...(report.trace && indexFacts(report.trace, names)),
    ...(await reviewFacts(client, events)),
    ...(await receiptFacts(client, events, names)),
    ...(await executorFacts(client, executors, names)),
  };
}

/** All events of the deployment's contracts from block `since` on, but the DAO's: the stock names of those are the board's too. */
export async function eventsSince(client: NexusClient, since: bigint): Promise<EmittedEvent[]> {
  const { nexusGovernor: _governor, timelockController: _timelock, ...rest } = client.contracts;
  const contracts = Object.values(rest);
  const address = contracts.map((contract) => contract.address);
  const head = await client.publicClient.getBlockNumber();
  if (head < since) return [];
  const logs = await client.publicClient.getLogs({ address, fromBlock: since, toBlock: head });
  return logs.flatMap((log) => {
    const contract = contracts.find(
      (candidate) => candidate.address.toLowerCase() === log.address.toLowerCase(),
    );
    return contract ? decode(contract.abi as readonly AbiEvent[], log) : [];
  });
}

function decode(abi: readonly AbiEvent[], log: Log): EmittedEvent[] {
  const [event] = parseEventLogs({ abi, logs: [log] });
  const item = abi.find((one) => one.type === "event" && toEventSelector(one) === log.topics[0]);
  if (!event || !item) return [];
  return [{ name: item.name, args: event.args as Record<string, unknown>, inputs: item.inputs }];
}

function namesOf(client: NexusClient, events: readonly EmittedEvent[]): Names {
  const accounts = DEVELOPMENT_ACCOUNTS.map((name): [string, Address] => [name, addressOf(name)]);
  const contracts = Object.entries(client.contracts).map(([name, { address }]): [string, Address] => [
    name,
    address,
  ]);
  const tasks = named(events, "TaskCreated").map((args): [Hex, string] => [
    args.taskId as Hex,
    args.kind === 0 ? "audit" : "run",
  ]);
  const addresses = [...accounts, ...contracts].map(([name, address]): [Address, string] => [
    address.toLowerCase() as Address,
    name,
  ]);
  return { addresses: new Map(addresses), tasks: new Map(tasks) };
}

const addressOf = (name: DevelopmentAccountName) => developmentAccount(name).address;

/** Arguments of the events of one name, in the chain's order. */
export function named(events: readonly EmittedEvent[], name: string): EmittedEvent["args"][] {
  return events.filter((event) => event.name === name).map(({ args }) => args);
}

function reported({ certification, credential, bounty, run, replay }: Report, { addresses }: Names): Outcome {
  const nameOf = (address = "") => addresses.get(address.toLowerCase() as Address) ?? "nobody";
  return {
    "certification status": certification?.status ?? "none",
    "credential valid": credential?.valid ?? false,
    "credential holder": nameOf(credential?.holder ?? undefined),
    "bounty state": bounty?.state ?? "none",
    "bounty claimant": nameOf(bounty?.claimant),
    "run settled": run?.settled ?? false,
    "run signal": run?.signal ?? "none",
    "run executors": run?.executors.map(nameOf).sort().join(", ") ?? "none",
    "replay matches": replay?.matches ?? false,
  };
}

async function reviewFacts(client: NexusClient, events: readonly EmittedEvent[]): Promise<Outcome> {
  const [submitted] = named(events, "ReviewSubmitted");
  if (!submitted) return {};
  const { state, chambers, audit } = await reviewStatus(client, {
    proposalId: submitted.proposalId as bigint,
  });
  const tallies = chambers.map(({ chamber, ...tally }) => [
    `chamber ${chamber}`,
    JSON.stringify(tally, (_, value) => (typeof value === "bigint" ? String(value) : value)),
  ]);
  return {
    "review state": state,
    "audit state": audit.state,
    "audit signal": audit.signal,
    "audit in time": audit.passedAt !== 0,
    ...Object.fromEntries(tallies),
  };
}

/** Every revealed receipt must lie on IPFS, whatever was killed meanwhile. */
async function receiptFacts({ content }: NexusClient, events: readonly EmittedEvent[], names: Names) {
  const facts: Record<string, boolean> = {};
  for (const { taskId, executor, receiptDigest } of named(events, "ResultRevealed")) {
    const who = names.addresses.get((executor as string).toLowerCase() as Address);
    const task = names.tasks.get(taskId as Hex) ?? "earlier task";
    facts[`receipt of ${who} for ${task} on IPFS`] = await content.has(cidOfDigest(receiptDigest as Hex));
  }
  return facts;
}

/** What each executor's own database says, once it has nothing more to do; and what it may still lose. */
async function executorFacts(client: NexusClient, executors: Executors, { tasks }: Names): Promise<Outcome> {
  const facts: Record<string, string> = {};
  for (const { name, address, url } of executors) {
    for (const [taskId, task] of tasks) facts[`${name} on ${task}`] = await finalPhase(url, taskId);
    const { executorRegistry, resultConsensus } = client.contracts;
    const args = [address as Address] as const;
    const [record, risk] = await Promise.all([
      client.publicClient.readContract({ ...executorRegistry, functionName: "executorOf", args }),
      client.publicClient.readContract({ ...resultConsensus, functionName: "atRisk", args }),
    ]);
    facts[`${name}'s stake`] = `${record.stake}, ${risk} at risk`;
  }
  return facts;
}

const FINAL = ["settled", "failed", "refused", "void", "missed"];

/** The phases of a task's runs at one executor, joined; the last ones seen when they aren't final in time. */
async function finalPhase(url: string, taskId: Hex): Promise<string> {
  let seen = "unknown";
  return eventually("the end of the run", EXECUTOR_SECONDS, async () => {
    const answer = await fetch(`${url}/runs/${taskId}`);
    if (!answer.ok) return undefined;
    const { runs } = (await answer.json()) as { runs: { phase: string }[] };
    seen = runs.map(({ phase }) => phase).join(", ");
    return runs.every(({ phase }) => FINAL.includes(phase)) ? seen : undefined;
  }).catch(() => `still ${seen}`);
}
