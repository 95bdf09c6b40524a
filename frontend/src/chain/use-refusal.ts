import { useQuery } from "@tanstack/react-query";
import { useConfig, useConnection } from "wagmi";
import { explainFailure } from "./failure.ts";
import { type ContractCall, simulateCall } from "./simulate.ts";

/**
 * Why the chain would refuse a call of the connected account now, simulated again and again; `undefined` if it would pass, or if
 * it isn't known yet. Give it to the button as its disabled reason. Nothing is asked while `call` is `undefined` or no wallet is connected.
 */
export function useRefusal(call: ContractCall | undefined): string | undefined {
  const config = useConfig();
  const { address: account } = useConnection();
  const enabled = call !== undefined && account !== undefined;
  const { data } = useQuery({
    queryKey: ["refusal", account, call?.address, call?.functionName, call?.args, call?.value],
    queryFn: () => (enabled ? refusalOf(() => simulateCall(config, call, account)) : ""),
    enabled,
    refetchInterval: 10_000,
  });
  return data || undefined;
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
