import { useCallback, useState } from "react";
import type { Hex } from "viem";
import { useConfig } from "wagmi";
import { signMessage } from "wagmi/actions";
import { explainFailure } from "./failure.ts";

/** Asks the wallet to sign a text; nothing is sent. `reason` says why there is none; it is empty if the person declined. */
export function useMessageSignature(): {
  readonly signature: Hex | undefined;
  readonly reason: string | undefined;
  readonly asking: boolean;
  readonly sign: (message: string) => Promise<void>;
} {
  const config = useConfig();
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<{ signature?: Hex; reason?: string }>({});
  const sign = useCallback(
    async (message: string) => {
      setAsking(true);
      try {
        setOutcome({ signature: await signMessage(config, { message }) });
      } catch (error) {
        const failure = await explainFailure(error);
        setOutcome({ reason: failure.kind === "declined" ? "" : failure.reason });
      }
      setAsking(false);
    },
    [config],
  );
  return { signature: outcome.signature, reason: outcome.reason, asking, sign };
}
