import { CRITERIA, type Criterion, DisputeKind, DOMAINS, type Domain } from "@nexus/protocol";
import { type Address, getAddress, type Hex, isAddress, isHex, parseEther, size } from "viem";
import { isId } from "./actions/versions.ts";
import { OptionError } from "./errors.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Reads what an option or argument says. Each throws `OptionError` with the option's name, its value and what to give. */
export type Parse<T> = (value: string) => T;

/** A parser of a form that no other here reads. */
export function parser<T>(
  option: string,
  expected: string,
  read: (value: string) => T | undefined,
): Parse<T> {
  return (value) => {
    const result = read(value);
    if (result === undefined) throw new OptionError({ option, value, expected });
    return result;
  };
}

/** A whole number from 0 on, such as a proposal's. */
export const wholeNumber = (option: string): Parse<bigint> =>
  parser(option, "a whole number", (value) => (/^[0-9]{1,78}$/.test(value) ? BigInt(value) : undefined));

/** A small count, such as of executors. */
export const count = (option: string): Parse<number> =>
  parser(option, "a whole number from 1 to 255", (value) =>
    /^[0-9]{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= 255 ? Number(value) : undefined,
  );

/** 32 bytes in hex. */
export const id = (option: string): Parse<Hex> =>
  parser(option, "0x and 64 hex digits", (value) =>
    isHex(value) && size(value) === 32 ? (value.toLowerCase() as Hex) : undefined,
  );

export const address = (option: string): Parse<Address> =>
  parser(option, "an account's address (0x and 40 hex digits, its checksum right if it has one)", (value) =>
    isAddress(value) ? getAddress(value) : undefined,
  );

/** An amount with up to 18 decimals, such as 0.5, in its smallest unit. */
export const amount = (option: string, currency: "ETH" | "NXS"): Parse<bigint> =>
  parser(option, `an amount of ${currency} such as 0.5`, (value) =>
    /^[0-9]{1,30}(\.[0-9]{1,18})?$/.test(value) ? parseEther(value) : undefined,
  );

/** A decimal number such as 0.5, of an asset whose decimals aren't known yet. */
export const decimal = (option: string): Parse<string> =>
  parser(option, "an amount such as 0.5", (value) =>
    /^[0-9]{1,30}(\.[0-9]{1,30})?$/.test(value) ? value : undefined,
  );

/** Seconds, from 90, 90s, 15m, 12h or 7d. */
export const duration = (option: string): Parse<number> =>
  parser(option, "a time such as 90s, 15m, 12h or 7d", (value) => {
    const [, number, unit] = /^([0-9]{1,9})([smhd]?)$/.exec(value) ?? [];
    return number === undefined ? undefined : Number(number) * (UNITS[unit || "s"] ?? 1);
  });

/** Unix seconds, from themselves or from ISO 8601. */
export const moment = (option: string): Parse<number> =>
  parser(option, "Unix seconds or a time such as 2026-03-01T00:00:00Z", (value) => {
    if (/^[0-9]{1,12}$/.test(value)) return Number(value);
    const milliseconds = Date.parse(value);
    return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1_000);
  });

function listOf<T extends string>(known: readonly T[]): (value: string) => T[] | undefined {
  return (value) => {
    const names = value.split(",").map((name) => name.trim());
    const found = names.map((name) => known.find((item) => item === name));
    return found.every((item) => item !== undefined) ? [...new Set(found)] : undefined;
  };
}

export const criteria = (option: string): Parse<Criterion[]> => {
  const known = Object.keys(CRITERIA) as Criterion[];
  return parser(option, `one or more of ${known.join(", ")}, with commas`, listOf(known));
};

export const domains = (option: string): Parse<Domain[]> =>
  parser(option, `one or more of ${DOMAINS.join(", ")}, with commas`, listOf<Domain>(DOMAINS));

/** What a dispute is about. */
export const disputeKind: Parse<DisputeKind> = parser(
  "<kind>",
  `one of ${DisputeKind.map((kind) => kind.toLowerCase()).join(", ")}`,
  (value) => DisputeKind.find((kind) => kind.toLowerCase() === value),
);

/** A review: its number, or its version, whose latest review is meant. */
export const review: Parse<string> = parser(
  "<review>",
  "a proposal's number, name@major.minor.patch or a version id",
  (value) => (/^[0-9]{1,78}$/.test(value) || value.includes("@") || isId(value) ? value : undefined),
);
