import { BindingMode, Chamber, ClauseType, DisputeKind, RegistryKind, Ruling } from "@nexus/protocol";
import { type AbiParameter, isAddress, isHex, size } from "viem";
import { OptionError } from "./errors.ts";

type Parameter = AbiParameter & { readonly components?: readonly AbiParameter[] };

/** The contracts' enums that arguments may name by word. */
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  BindingMode,
  Chamber,
  ClauseType,
  DisputeKind,
  RegistryKind,
  Ruling,
};

/**
 * The value of a contract's parameter from text: numbers in decimal, bytes in hex, lists as JSON, structs as a JSON object or
 * list, enums by word or number. Throws `OptionError`.
 */
export function abiValue(parameter: Parameter, text: string): unknown {
  const list = /^(.*)\[(\d*)\]$/.exec(parameter.type);
  if (list) return listValue(parameter, text, list[1] ?? "", list[2] ?? "");
  if (parameter.type.startsWith("tuple")) return structValue(parameter, text);
  const value = enumValue(parameter, text) ?? scalarValue(parameter.type, text);
  if (value === undefined) refuse(parameter, text, expectedOf(parameter));
  return value;
}

/** What people call a parameter: its name, or that of its type. */
export function labelOf({ name = "", type, internalType = "" }: Parameter): string {
  if (name !== "") return name.replace(/_$/, "");
  const [, typeName] = /^(?:enum|struct) (?:\w+\.)?(\w+)$/.exec(internalType) ?? [];
  return typeName === undefined ? type : `${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}`;
}

function refuse(parameter: Parameter, value: string, expected: string): never {
  throw new OptionError({ option: `<${labelOf(parameter)}>`, value, expected });
}

function wordsOf({ internalType = "" }: Parameter): readonly string[] | undefined {
  const name = /^enum (?:\w+\.)?(\w+)$/.exec(internalType)?.[1];
  return name === undefined ? undefined : ENUMS[name];
}

function enumValue(parameter: Parameter, text: string): number | undefined {
  const place = wordsOf(parameter)?.indexOf(text) ?? -1;
  return place === -1 ? undefined : place;
}

function expectedOf(parameter: Parameter): string {
  const words = wordsOf(parameter);
  if (words) return `one of ${words.join(", ")}`;
  const { type } = parameter;
  if (type === "address") return "an account's address (0x and 40 hex digits)";
  if (type === "bool") return "true or false";
  if (type.startsWith("bytes")) return `${type} in hex`;
  return `a whole number that fits ${type}`;
}

function scalarValue(type: string, text: string): unknown {
  if (type === "string") return text;
  if (type === "bool") return { true: true, false: false }[text];
  if (type === "address") return isAddress(text) ? text : undefined;
  if (type === "bytes") return isHex(text) ? text : undefined;
  const bytes = /^bytes(\d+)$/.exec(type)?.[1];
  if (bytes !== undefined) return isHex(text) && size(text) === Number(bytes) ? text : undefined;
  return integerValue(type, text);
}

function integerValue(type: string, text: string): bigint | undefined {
  const [, unsigned, bits] = /^(u?)int(\d+)$/.exec(type) ?? [];
  if (bits === undefined || !/^-?[0-9]{1,78}$/.test(text)) return undefined;
  const value = BigInt(text);
  const limit = 1n << BigInt(unsigned ? bits : Number(bits) - 1);
  return value < limit && value >= (unsigned ? 0n : -limit) ? value : undefined;
}

function jsonOf(parameter: Parameter, text: string, expected: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(parameter, text, expected);
  }
}

/** An item of JSON as the text that its own parameter reads. */
function textOf(parameter: Parameter, item: unknown): string {
  if (typeof item === "number" && !Number.isSafeInteger(item))
    refuse(parameter, String(item), 'a number this large in quotes, such as "1000000000000000000"');
  return typeof item === "string" ? item : JSON.stringify(item);
}

function listValue(parameter: Parameter, text: string, type: string, length: string): unknown[] {
  const expected = `a JSON list of ${length ? `${length} times ` : ""}${type}`;
  const items = jsonOf(parameter, text, expected);
  if (!Array.isArray(items) || (length !== "" && items.length !== Number(length)))
    return refuse(parameter, text, expected);
  const element = { ...parameter, type };
  return items.map((item) => abiValue(element, textOf(element, item)));
}

function structValue(parameter: Parameter, text: string): Record<string, unknown> {
  const components: readonly Parameter[] = parameter.components ?? [];
  const names = components.map(({ name = "" }) => name);
  const expected = `a JSON object with ${names.join(", ")}`;
  const given = jsonOf(parameter, text, expected);
  if (typeof given !== "object" || given === null) return refuse(parameter, text, expected);
  const fields = Array.isArray(given) ? Object.fromEntries(names.map((name, i) => [name, given[i]])) : given;
  const missing = names.filter((name) => !(name in fields) || Reflect.get(fields, name) === undefined);
  const unknown = Object.keys(fields).filter((name) => !names.includes(name));
  if (missing.length + unknown.length > 0 || (Array.isArray(given) && given.length !== names.length))
    return refuse(parameter, text, expected);
  const entries = components.map((component) => {
    const item: unknown = Reflect.get(fields, component.name ?? "");
    return [component.name ?? "", abiValue(component, textOf(component, item))] as const;
  });
  return Object.fromEntries(entries);
}
