import { parseEther } from "viem";

/** An amount such as 0.5 in wei; `undefined` if the text is no such amount, or zero. */
export function weiOf(text: string): bigint | undefined {
  const trimmed = text.trim().replace(",", ".");
  if (!/^[0-9]{1,18}(\.[0-9]{1,18})?$/.test(trimmed)) return undefined;
  const wei = parseEther(trimmed);
  return wei > 0n ? wei : undefined;
}
