import { getAddress } from "viem";
import { useConnection } from "wagmi";
import { useRuntime } from "../config/context.tsx";
import { Address } from "../ui/address.tsx";
import { useAccountNames } from "./account-names.ts";
import { explorerLink } from "./chain.ts";

/** An account with what is known of it: its name, whether it is the reader's, and its place in the explorer. */
export function Account({ address }: { address: string }) {
  const config = useRuntime();
  const names = useAccountNames();
  const { address: own } = useConnection();
  const key = address.toLowerCase();
  return (
    <Address
      address={getAddress(address)}
      name={names.get(key)}
      you={own?.toLowerCase() === key}
      href={explorerLink(config, "address", address)}
    />
  );
}
