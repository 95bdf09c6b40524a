import {
  assertBallotFor,
  type BallotPlace,
  BallotSignatureError,
  type SignedBallot,
  typedDataOfBallot,
} from "@nexus/protocol";
import { useCallback, useSyncExternalStore } from "react";
import { type Config, useConfig } from "wagmi";
import { verifyTypedData } from "wagmi/actions";
import { createStore, type Store } from "../../chain/store.ts";
import { useRuntime } from "../../config/context.tsx";
import { ballotsText, parseBallots } from "./ballot-text.ts";
import { useBoard } from "./board.ts";

/** Passes if a ballot belongs here and its voter signed it. @throws BallotElsewhereError, BallotSignatureError */
async function checkBallot(config: Config, place: BallotPlace, ballot: SignedBallot): Promise<void> {
  assertBallotFor(place, ballot);
  const data = typedDataOfBallot(ballot);
  const signer = { address: ballot.voter, signature: ballot.signature };
  const signed =
    data.primaryType === "Ballot"
      ? await verifyTypedData(config, { ...data, ...signer })
      : await verifyTypedData(config, { ...data, ...signer });
  if (!signed) throw new BallotSignatureError({ voter: ballot.voter });
}

const opened = new Map<string, Store<readonly SignedBallot[]>>();

/** Collected ballots of one review, kept in the browser. */
function collectionOf(key: string): Store<readonly SignedBallot[]> {
  const known = opened.get(key);
  if (known) return known;
  const store = createStore<readonly SignedBallot[]>(stored(key));
  store.subscribe(() => localStorage.setItem(key, ballotsText(store.read())));
  opened.set(key, store);
  return store;
}

function stored(key: string): readonly SignedBallot[] {
  try {
    return parseBallots(localStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}

/** Signed ballots that wait to be relayed. */
export interface BallotCollection {
  readonly ballots: readonly SignedBallot[];
  /** Checks ballots and adds them; a voter's later ballot replaces the earlier. @throws as `checkBallot` */
  readonly add: (ballots: readonly SignedBallot[]) => Promise<void>;
  readonly remove: (voters: readonly string[]) => void;
}

/** The ballots collected for a review in this browser. */
export function useBallots(proposalId: bigint): BallotCollection {
  const config = useConfig();
  const { chainId } = useRuntime();
  const { address: board } = useBoard();
  const store = collectionOf(`nexus:ballots:${chainId}:${board}:${proposalId}`);
  const ballots = useSyncExternalStore(store.subscribe, store.read);
  const add = useCallback(
    async (added: readonly SignedBallot[]) => {
      for (const ballot of added) await checkBallot(config, { chainId, board, proposalId }, ballot);
      const voters = new Set(added.map(({ voter }) => voter));
      store.update((kept) => [...kept.filter(({ voter }) => !voters.has(voter)), ...added]);
    },
    [config, chainId, board, proposalId, store],
  );
  const remove = useCallback(
    (voters: readonly string[]) =>
      store.update((kept) => kept.filter(({ voter }) => !voters.includes(voter))),
    [store],
  );
  return { ballots, add, remove };
}
