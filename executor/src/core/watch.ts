import { ChainMovedError } from "../errors.ts";
import type { Block, BlockSource, Cursor, CursorStore } from "./ports.ts";

export type WatchPorts = {
  readonly source: BlockSource;
  readonly store: CursorStore;
  /** First block worth reading: that of the deployment. */
  readonly startBlock: bigint;
  /** Blocks read in one go at most. */
  readonly batchBlocks: bigint;
};

/** What one look at the chain did. */
export type Watched =
  | { readonly did: "nothing" }
  | { readonly did: "read"; readonly cursor: Cursor; readonly events: number }
  | { readonly did: "rewound"; readonly to: Cursor | null };

/**
 * Reads the next blocks, or goes back to the common ancestor when the chain was reorganised or is shorter than the cursor.
 * The cursor and all that follows from the logs are written together, so a crash repeats or skips nothing.
 * @throws ChainMovedError when the chain changed under the reading
 */
export async function watchOnce(ports: WatchPorts): Promise<Watched> {
  const cursor = await ports.store.cursor();
  if (cursor !== null && !(await isCanonical(ports.source, cursor))) return rewind(ports);
  const target = await ports.source.target();
  const from = cursor === null ? ports.startBlock : cursor.number + 1n;
  if (target.number < from) return { did: "nothing" };
  return readBatch(ports, cursor, from, lower(target.number, from + ports.batchBlocks - 1n));
}

async function readBatch(
  { source, store }: WatchPorts,
  after: Cursor | null,
  from: bigint,
  to: bigint,
): Promise<Watched> {
  const first = await blockAt(source, from);
  const last = from === to ? first : await blockAt(source, to);
  if (after !== null && first.parentHash !== after.hash) throw new ChainMovedError({ block: from });
  const events = await source.eventsIn(from, to);
  if (!(await isCanonical(source, last))) throw new ChainMovedError({ block: to });
  const cursor = { number: last.number, hash: last.hash };
  await store.apply({ after, cursor, events });
  return { did: "read", cursor, events: events.length };
}

async function rewind({ source, store }: WatchPorts): Promise<Watched> {
  for (const checkpoint of await store.checkpoints()) {
    if (!(await isCanonical(source, checkpoint))) continue;
    await store.rewind(checkpoint);
    return { did: "rewound", to: checkpoint };
  }
  await store.rewind(null);
  return { did: "rewound", to: null };
}

async function isCanonical(source: BlockSource, { number, hash }: Cursor): Promise<boolean> {
  return (await source.blockAt(number))?.hash === hash;
}

async function blockAt(source: BlockSource, number: bigint): Promise<Block> {
  const block = await source.blockAt(number);
  if (block === null) throw new ChainMovedError({ block: number });
  return block;
}

const lower = (a: bigint, b: bigint) => (a < b ? a : b);
