import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useRuntime } from "../config/context.tsx";
import { fetchVerified, type VerifiedBytes } from "./verified.ts";

/**
 * The bytes of a digest from the configured gateway, with the verdict of hashing them here. Verified bytes never change, so
 * they are kept; `undefined` asks for nothing.
 */
export function useVerifiedBytes(digest: Hex | undefined) {
  const { gateway } = useRuntime();
  return useQuery<VerifiedBytes>({
    queryKey: ["verified-bytes", gateway, digest],
    queryFn: ({ signal }) => fetchVerified(gateway, digest ?? "0x", { signal }),
    enabled: digest !== undefined,
    staleTime: ({ state }) => (state.data?.verdict === "verified" ? Number.POSITIVE_INFINITY : 0),
  });
}
