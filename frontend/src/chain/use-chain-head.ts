import { useBlock } from "wagmi";
import { useRuntime } from "../config/context.tsx";

/** Number and time (unix seconds) of the latest block: the only clock that contracts know. `undefined` until it is read. */
export function useChainHead(): { readonly number: bigint; readonly timestamp: number } | undefined {
  const { chainId } = useRuntime();
  const { data } = useBlock({ chainId, query: { refetchInterval: 3_000 } });
  return data ? { number: data.number, timestamp: Number(data.timestamp) } : undefined;
}
