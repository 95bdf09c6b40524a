import type { Hex } from "viem";
import type { BeforeSend, KeeperChain, KeeperStore, KeepItem, Log, Posting } from "./ports.ts";

export type KeeperPorts = {
  readonly chain: KeeperChain;
  readonly store: KeeperStore;
  /** How long an item rests between two looks. */
  readonly intervalMs: number;
  /** Once the steps of the last 24 hours cost so much, in wei, no other is sent. */
  readonly dailyWei: bigint;
  /** Stands around every step: measures it, say. */
  around(step: string, act: () => Promise<Kept>): Promise<Kept>;
  readonly log: Log;
};

/** What became of a step. `over-budget`: it waits, because those before it cost what they may. */
export type Kept = Posting | { readonly status: "over-budget" };

/** Looked at in one round at most. */
const ROUND_ITEMS = 32;

/** What a review that a dispute holds is refused with. */
const HELD = "ReviewBoardHeld";
/** How long rests what something else wakes, or what takes months to come. */
const REST_MS = 3_600_000;

/** How long a step waits that is beyond what steps may cost. */
const OVER_BUDGET_MS = 600_000;

/** Tasks of a version among which a milestone's proof is looked for. */
const PROOF_TASKS = 64;

/** What an item needs now: one step, a look soon or much later, or nothing ever again. */
type Duty =
  | { readonly kind: "step"; readonly name: string; act(beforeSend: BeforeSend): Promise<Posting> }
  | { readonly kind: "wait" }
  | { readonly kind: "rest" }
  | { readonly kind: "over" };

const WAIT: Duty = { kind: "wait" };
const REST: Duty = { kind: "rest" };
const OVER: Duty = { kind: "over" };

/**
 * Moves on what anyone may move on: passed reviews, fees of reviews that are over, ripe tasks, certified, late or expired
 * bounties, disputes that nobody ruled, rulings that nobody took, and chambers whose expired seats nobody took out. Several keepers
 * may run at once: a step that the contract refuses is skipped, because another keeper was faster or the time hasn't come.
 * @returns the steps that were mined
 */
export async function keepOnce(ports: KeeperPorts): Promise<number> {
  const items = await ports.store.due(ROUND_ITEMS);
  if (items.length === 0) return 0;
  const now = await ports.chain.now();
  let mined = 0;
  for (const item of items) {
    if (await keep(ports, item, now)) mined += 1;
  }
  return mined;
}

async function keep(ports: KeeperPorts, item: KeepItem, now: number): Promise<boolean> {
  try {
    const duty = await dutyOf(ports, item, now);
    if (duty.kind === "over") {
      await ports.store.done(item);
      return false;
    }
    const kept = duty.kind === "step" ? await perform(ports, item, duty) : null;
    await ports.store.later(item, Math.max(pauseAfter(duty, kept), ports.intervalMs));
    return kept?.status === "mined";
  } catch (fault) {
    ports.log.warn({ ...item, err: fault }, "The keeper could not look after an item; it comes back to it.");
    await ports.store.later(item, ports.intervalMs);
    return false;
  }
}

async function perform(ports: KeeperPorts, item: KeepItem, duty: Duty & { kind: "step" }): Promise<Kept> {
  const { store, log, dailyWei } = ports;
  const step = { ...item, step: duty.name };
  const reserve: BeforeSend = (_, most) => store.reserve(item, most);
  const kept = await ports.around(duty.name, async () =>
    (await store.spent()) < dailyWei ? duty.act(reserve) : { status: "over-budget" },
  );
  if ("paid" in kept) await store.spend(item, kept.paid);
  if (kept.status === "mined") log.info({ ...step, tx: kept.hash }, "Kept.");
  if (kept.status === "over-budget")
    log.warn(step, "The keeper spent what it may in 24 hours; the step waits.");
  return kept;
}

function pauseAfter(duty: Duty, kept: Kept | null): number {
  if (kept?.status === "over-budget") return OVER_BUDGET_MS;
  const rests = duty.kind === "rest" || (kept?.status === "refused" && kept.error === HELD);
  return rests ? REST_MS : 0;
}

function dutyOf(ports: KeeperPorts, item: KeepItem, now: number): Promise<Duty> {
  const duties = {
    review: reviewDuty,
    task: taskDuty,
    bounty: bountyDuty,
    dispute: disputeDuty,
    chamber: chamberDuty,
  } as const;
  return duties[item.kind](ports, item.id, now);
}

async function reviewDuty({ chain }: KeeperPorts, id: string, now: number): Promise<Duty> {
  const review = await chain.review(BigInt(id));
  if (review === null) return OVER;
  if (["Canceled", "Defeated", "Expired", "Executed"].includes(review.state)) {
    if (review.fee === "Undecided") return WAIT;
    if (review.fee !== "Due") return OVER;
    return { kind: "step", name: "settle-fee", act: (reserve) => chain.settleFee(BigInt(id), reserve) };
  }
  const ripe = (review.state === "Succeeded" || review.state === "Queued") && review.eta <= now;
  return ripe
    ? { kind: "step", name: "execute", act: (reserve) => chain.executeReview(BigInt(id), reserve) }
    : WAIT;
}

async function taskDuty({ chain }: KeeperPorts, id: string): Promise<Duty> {
  const state = await chain.taskState(id as Hex);
  if (state === "Settleable")
    return { kind: "step", name: "settle", act: (reserve) => chain.settle(id as Hex, reserve) };
  return state === "Committing" || state === "Revealing" ? WAIT : OVER;
}

async function bountyDuty({ chain, store }: KeeperPorts, id: string, now: number): Promise<Duty> {
  const bountyId = BigInt(id);
  const bounty = await chain.bounty(bountyId);
  const step = (name: string, ripe: boolean, act: (beforeSend: BeforeSend) => Promise<Posting>): Duty =>
    ripe ? { kind: "step", name, act } : WAIT;
  const free = step("free", bounty.claimEndsAt < now, (reserve) => chain.freeClaim(bountyId, reserve));
  switch (bounty.state) {
    case "Submitted": {
      if (now < bounty.payableFrom) return free;
      const tasks = await store.tasksOf(bounty.versionId, PROOF_TASKS);
      const due = await chain.dueMilestone(bountyId, tasks);
      return due === null ? free : step("release", true, (reserve) => chain.release(bountyId, due, reserve));
    }
    case "Claimed":
      return free;
    case "Open":
      return step("expire", bounty.deadline < now, (reserve) => chain.expire(bountyId, reserve));
    case "Disputed":
      return step("lapse", bounty.lapsesAt < now, (reserve) => chain.lapseDispute(bountyId, reserve));
    default:
      return OVER;
  }
}

async function disputeDuty({ chain }: KeeperPorts, id: string): Promise<Duty> {
  const disputeId = BigInt(id);
  const { state, delivered } = await chain.dispute(disputeId);
  if (state === "Overdue")
    return { kind: "step", name: "lapse", act: (reserve) => chain.lapse(disputeId, reserve) };
  if (state === "Countering" || state === "Evidence" || state === "Arbitration") return WAIT;
  if (state === "None" || delivered) return OVER;
  return { kind: "step", name: "deliver", act: (reserve) => chain.deliver(disputeId, reserve) };
}

/** Submissions and appointments take expired seats out themselves, unless there were none for too long. */
async function chamberDuty({ chain }: KeeperPorts, id: string): Promise<Duty> {
  const chamber = Number(id);
  if (!(await chain.isUnpruned(chamber))) return REST;
  return { kind: "step", name: "prune", act: (reserve) => chain.prune(chamber, reserve) };
}
