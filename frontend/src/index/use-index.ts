import { indexStatus, queryIndex } from "@nexus/discovery";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useChainHead } from "../chain/use-chain-head.ts";
import { useRuntime } from "../config/context.tsx";

/** First part of every query key that reads the index; all are read again when it moves on. */
const INDEX = "index";
const STATUS_INTERVAL_MS = 2_000;

/**
 * One GraphQL document, asked again whenever the index has passed another block. What was shown stays while it asks.
 * @param name names the query in the cache; @param T shape of the document's `data`
 */
export function useIndexQuery<T>(
  name: string,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
) {
  const { index } = useRuntime();
  return useQuery({
    queryKey: [INDEX, index, name, variables],
    queryFn: () => queryIndex<T>({ url: index }, document, variables),
    placeholderData: keepPreviousData,
  });
}

/** How far the index is. */
export interface IndexStatus {
  readonly block: number | undefined;
  readonly head: number | undefined;
  /** Blocks that the index lacks; `undefined` while either isn't known. */
  readonly behind: number | undefined;
  readonly failed: boolean;
  readonly unreachable: boolean;
}

/** Compares the index with the chain. */
export function useIndexStatus(): IndexStatus {
  const { index } = useRuntime();
  const head = useChainHead();
  const { data, isError } = useQuery({
    queryKey: ["index-status", index],
    queryFn: () => indexStatus({ url: index }),
    refetchInterval: STATUS_INTERVAL_MS,
  });
  const block = data?.block;
  const number = head === undefined ? undefined : Number(head.number);
  return {
    block,
    head: number,
    behind: block === undefined || number === undefined ? undefined : Math.max(0, number - block),
    failed: data?.hasErrors ?? false,
    unreachable: isError,
  };
}

/** Reads everything of the index again when it has passed another block. Used once, by the shell. */
export function useIndexFollowing({ block }: IndexStatus): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (block !== undefined) void queries.invalidateQueries({ queryKey: [INDEX] });
  }, [block, queries]);
}
