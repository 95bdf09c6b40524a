import { isDevelopmentChain } from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import { useRuntime } from "../config/context.tsx";

/** Names of accounts by lower-case address: on the local chain the development accounts', elsewhere none. */
export function useAccountNames(): ReadonlyMap<string, string> {
  const { chainId, developmentAccounts } = useRuntime();
  const { data } = useQuery({
    queryKey: ["account-names"],
    queryFn: async () => (await import("./development-signer.ts")).developmentNames(),
    enabled: developmentAccounts && isDevelopmentChain(chainId),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();
