import { useQuery } from "@tanstack/react-query";
import { useConfig, useConnection } from "wagmi";
import { explainFailure } from "./failure.ts";
import { type ContractCall, simulateCall } from "./simulate.ts";

/** Whether a call would pass, before anybody signs. */
export interface Foresight {
  readonly checking: boolean;
  /** Why the chain would refuse it now; `undefined` if it would pass, or if it isn't known yet. */
  readonly refusal: string | undefined;
}

/**
 * Simulates a call for the connected account and keeps doing so. Give `refusal` to the button as its disabled reason.
 * Nothing is asked while `call` is `undefined` or no wallet is connected.
 */
export function useRefusal(call: ContractCall | undefined): Foresight {
  const config = useConfig();
  const { address: account } = useConnection();
  const enabled = call !== undefined && account !== undefined;
  const { data, isLoading } = useQuery({
    queryKey: ["refusal", account, call?.address, call?.functionName, call?.args, call?.value],
    queryFn: () => (enabled ? refusalOf(() => simulateCall(config, call, account)) : ""),
    enabled,
    refetchInterval: 10_000,
  });
  return { checking: enabled && isLoading, refusal: data || undefined };
}

async function refusalOf(simulation: () => Promise<unknown>): Promise<string> {
  try {
    await simulation();
    return "";
  } catch (error) {
    const failure = await explainFailure(error);
    return failure.kind === "declined" ? "" : failure.reason;
  }
}
