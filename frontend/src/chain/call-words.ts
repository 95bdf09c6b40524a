import { refusalAbi } from "@nexus/protocol";
import { decodeFunctionData, type Hex } from "viem";

/** What a call of one of the contracts says: its function, then each argument by name. Unknown data stay as they are. */
export function callWords(data: Hex): readonly (readonly [name: string, value: string])[] {
  let call: ReturnType<typeof decodeFunctionData<typeof refusalAbi>>;
  try {
    call = decodeFunctionData({ abi: refusalAbi, data });
  } catch {
    return [["Data", data]];
  }
  const args = (call.args ?? []) as readonly unknown[];
  const entry = refusalAbi.find(
    (item) =>
      item.type === "function" && item.name === call.functionName && item.inputs.length === args.length,
  );
  const inputs = entry?.type === "function" ? entry.inputs : [];
  const named = args.map(
    (value, place) => [inputs[place]?.name || `argument ${place + 1}`, textOf(value)] as const,
  );
  return [["Call", call.functionName], ...named];
}

/** A decoded value as text; big integers in decimal. */
function textOf(value: unknown): string {
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? String(inner) : inner));
}
