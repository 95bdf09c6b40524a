import type { DevelopmentAccountName } from "@nexus/protocol";
import { useConnect, useConnection, useConnectors } from "wagmi";
import { developmentConnectorId } from "./development-wallet.ts";

/** Connects a development account by name; `undefined` where none are offered. */
export function useDevelopmentAccount(
  name: DevelopmentAccountName,
): { readonly connect: () => void; readonly connected: boolean; readonly connecting: boolean } | undefined {
  const connector = useConnectors().find(({ id }) => id === developmentConnectorId(name));
  const { connector: current } = useConnection();
  const { mutate, isPending } = useConnect();
  if (!connector) return undefined;
  return {
    connect: () => mutate({ connector }),
    connected: current?.id === connector.id,
    connecting: isPending,
  };
}
