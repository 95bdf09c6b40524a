import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Hex } from "viem";
import { useConfig, useConnection } from "wagmi";
import { signMessage } from "wagmi/actions";
import { explainFailure } from "./failure.ts";

/**
 * Asks the wallet to sign a text; nothing is sent. The signature stays for as long as the page does, so that nobody is asked
 * twice when a part of the page is drawn anew. `reason` says why there is none; it is empty if the person declined.
 */
export function useMessageSignature(message: string): {
  readonly signature: Hex | undefined;
  readonly reason: string | undefined;
  readonly asking: boolean;
  readonly sign: () => Promise<void>;
} {
  const config = useConfig();
  const { address } = useConnection();
  const cache = useQueryClient();
  const queryKey = ["signature", address, message];
  const { data: signature } = useQuery<Hex>({
    queryKey,
    queryFn: skipToken,
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY },
  });
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<string>();
  const sign = useCallback(async () => {
    setAsking(true);
    setReason(undefined);
    try {
      cache.setQueryData(["signature", address, message], await signMessage(config, { message }));
    } catch (error) {
      const failure = await explainFailure(error);
      setReason(failure.kind === "declined" ? "" : failure.reason);
    }
    setAsking(false);
  }, [cache, config, address, message]);
  return { signature, reason, asking, sign };
}
