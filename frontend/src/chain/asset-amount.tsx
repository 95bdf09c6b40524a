import { type Address, formatUnits } from "viem";
import { useAsset } from "./use-asset.ts";

/** An amount of ETH or of a token (in its smallest unit) with its symbol. */
export function AssetAmount({ value, asset }: { value: bigint; asset: Address | null }) {
  const known = useAsset(asset);
  return (
    <span className="tabular-nums">
      {known ? `${formatUnits(value, known.decimals)} ${known.symbol}` : `${value} units of ${asset}`}
    </span>
  );
}
