import { type Address, erc20Abi, zeroAddress } from "viem";
import { useConnection, useReadContract } from "wagmi";

/** What `spender` may take of a token from the connected account; `undefined` while nobody is connected, and for ETH. */
export function useAllowance(token: Address, spender: Address): bigint | undefined {
  const { address } = useConnection();
  const { data } = useReadContract({
    ...{ address: token, abi: erc20Abi, functionName: "allowance" },
    args: [address ?? zeroAddress, spender],
    query: { enabled: token !== zeroAddress && address !== undefined, refetchInterval: 3_000 },
  });
  return address === undefined ? undefined : data;
}
