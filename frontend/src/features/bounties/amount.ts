import { parseUnits } from "viem";

/** An amount such as 0.5 in an asset's smallest unit; `undefined` if the text is no such amount, or zero. */
export function unitsOf(text: string, decimals: number): bigint | undefined {
  const [, whole, fraction = ""] = /^([0-9]{1,18})(?:[.,]([0-9]+))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || fraction.length > decimals) return undefined;
  const units = parseUnits(fraction === "" ? whole : `${whole}.${fraction}`, decimals);
  return units > 0n ? units : undefined;
}
