import { isDevelopmentChain } from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import { getBlock } from "viem/actions";
import { useConfig } from "wagmi";

/** How often the latest block is asked for: local chains make one a second, others one in about twelve. */
const LOCAL_INTERVAL_MS = 2_000;
const INTERVAL_MS = 6_000;

/** Number and time (unix seconds) of the latest block: the only clock that contracts know. `undefined` until it is read. */
export function useChainHead(): { readonly number: bigint; readonly timestamp: number } | undefined {
  const config = useConfig();
  const [{ id }] = config.chains;
  const { data } = useQuery({
    queryKey: ["chain-head", id],
    queryFn: async () => {
      const { number, timestamp } = await getBlock(config.getClient());
      return { number, timestamp: Number(timestamp) };
    },
    refetchInterval: isDevelopmentChain(id) ? LOCAL_INTERVAL_MS : INTERVAL_MS,
  });
  return data;
}
