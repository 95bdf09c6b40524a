import { useCallback, useState } from "react";
import type { Hex, TypedDataDefinition } from "viem";
import { useConfig } from "wagmi";
import { getConnection, signTypedData, switchChain } from "wagmi/actions";
import { explainFailure } from "./failure.ts";

/** Where the asking for one signature stands. */
export type SignatureState =
  | { readonly phase: "idle" }
  | { readonly phase: "asking" }
  | { readonly phase: "declined" }
  | { readonly phase: "failed"; readonly reason: string }
  | { readonly phase: "signed"; readonly signature: Hex };

/** Asks the wallet for an EIP-712 signature; nothing is sent. `sign` answers with the signature, or `undefined` without one. */
export function useSignature(): {
  readonly state: SignatureState;
  readonly sign: (typedData: TypedDataDefinition) => Promise<Hex | undefined>;
  readonly reset: () => void;
} {
  const config = useConfig();
  const [state, setState] = useState<SignatureState>({ phase: "idle" });
  const sign = useCallback(
    async (typedData: TypedDataDefinition) => {
      setState({ phase: "asking" });
      try {
        const chainId = config.chains[0].id;
        if (getConnection(config).chainId !== chainId) await switchChain(config, { chainId });
        const signature = await signTypedData(config, typedData as Parameters<typeof signTypedData>[1]);
        setState({ phase: "signed", signature });
        return signature;
      } catch (error) {
        const failure = await explainFailure(error);
        setState(
          failure.kind === "declined" ? { phase: "declined" } : { phase: "failed", reason: failure.reason },
        );
        return undefined;
      }
    },
    [config],
  );
  const reset = useCallback(() => setState({ phase: "idle" }), []);
  return { state, sign, reset };
}
