import { type ContractName, contractNames } from "@nexus/protocol";
import {
  type Abi,
  type AbiFunction,
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  toFunctionSignature,
} from "viem";
import { abiValue, labelOf } from "../abi-values.ts";
import type { NexusClient } from "../client.ts";
import { OptionError } from "../errors.ts";
import { versionIdOfReference } from "./versions.ts";

/** One call that a proposal of the DAO makes. */
export interface DecisionCall {
  readonly target: Address;
  /** Wei. */
  readonly value: bigint;
  readonly data: Hex;
}

/** A call by the names of its contract and function, with its arguments as text. */
export interface NamedCall {
  readonly contract: string;
  /** A name, or a signature if the contract has several functions of it. */
  readonly function: string;
  readonly arguments: readonly string[];
}

function contractOf({ contracts }: NexusClient, name: string): { address: Address; abi: Abi } {
  const known = contractNames.find((contract) => contract === name);
  if (known === undefined)
    throw new OptionError({
      option: "<contract>",
      value: name,
      expected: `one of ${contractNames.join(", ")}`,
    });
  return contracts[keyOf(known)];
}

type KeyOf<Name extends ContractName> = Uncapitalize<Name>;

const keyOf = <Name extends ContractName>(name: Name) =>
  `${name.charAt(0).toLowerCase()}${name.slice(1)}` as KeyOf<Name>;

/** The state-changing function that is meant. Throws `OptionError` with those there are. */
function functionOf(abi: Abi, contract: string, wanted: string): AbiFunction {
  const functions = abi.filter(
    (entry): entry is AbiFunction =>
      entry.type === "function" && entry.stateMutability !== "view" && entry.stateMutability !== "pure",
  );
  const found = functions.filter((entry) => entry.name === wanted || toFunctionSignature(entry) === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const offered = (found.length > 1 ? found : functions).map((entry) =>
    found.length > 1 ? toFunctionSignature(entry) : entry.name,
  );
  const expected = `a function of ${contract}: ${[...new Set(offered)].sort().join(", ")}`;
  throw new OptionError({ option: "<function>", value: wanted, expected });
}

/** The call that names and texts mean. A version may be named by `name@major.minor.patch`. Throws `OptionError`. */
export async function callByName(client: NexusClient, named: NamedCall): Promise<DecisionCall> {
  const { address, abi } = contractOf(client, named.contract);
  const entry = functionOf(abi, named.contract, named.function);
  const { inputs } = entry;
  if (named.arguments.length !== inputs.length) {
    const wanted = inputs.map((input) => `${labelOf(input)} (${input.type})`).join(", ") || "none";
    const given = named.arguments.join(" ");
    throw new OptionError({
      option: "[arguments...]",
      value: given,
      expected: `for ${entry.name}: ${wanted}`,
    });
  }
  const args: unknown[] = [];
  for (const [place, input] of inputs.entries()) {
    const text = named.arguments[place] ?? "";
    const isReference = input.internalType === "VersionId" && text.includes("@");
    args.push(isReference ? await versionIdOfReference(client, text) : abiValue(input, text));
  }
  const data = encodeFunctionData({ abi: [entry], functionName: entry.name, args });
  return { target: address, value: 0n, data };
}

/** A call in words: `ReviewBoard.appoint` and its arguments by name; what isn't known stays in hex. */
export function describeCall(client: NexusClient, { target, value, data }: DecisionCall) {
  const contract = contractNames.find((name) => isAddressEqual(client.deployment.contracts[name], target));
  const plain = { call: "unknown", target, value, data };
  if (contract === undefined) return plain;
  const { abi } = client.contracts[keyOf(contract)] as { abi: Abi };
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    const entry = abi.find(
      (item): item is AbiFunction => item.type === "function" && item.name === functionName,
    );
    const inputs = entry?.inputs ?? [];
    const named = inputs.map((input, place) => [labelOf(input), args[place]] as const);
    return { call: `${contract}.${functionName}`, target, value, arguments: Object.fromEntries(named) };
  } catch {
    return { ...plain, call: `${contract}, a function that it doesn't have` };
  }
}
