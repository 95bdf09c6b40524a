import { InvalidVersionError } from "./errors.ts";

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
const PART_BITS = 32n;
const PART_MAX = 2n ** PART_BITS - 1n;

/** The three parts of an on-chain version, each a uint32. */
export interface VersionParts {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Parts of "major.minor.patch". @throws InvalidVersionError */
export function versionParts(version: string): VersionParts {
  const parts = VERSION.exec(version)?.slice(1).map(BigInt);
  if (parts === undefined || parts.some((part) => part > PART_MAX))
    throw new InvalidVersionError({ version });
  const [major = 0, minor = 0, patch = 0] = parts.map(Number);
  return { major, minor, patch };
}

/** "major.minor.patch" as the contracts' `SemVer`: 32 bits each, so that integer order is precedence. @throws InvalidVersionError */
export function packSemVer(version: string): bigint {
  const { major, minor, patch } = versionParts(version);
  return (BigInt(major) << (2n * PART_BITS)) | (BigInt(minor) << PART_BITS) | BigInt(patch);
}

/** Text of a packed version. @throws InvalidVersionError if it isn't a uint96 */
export function formatSemVer(packed: bigint): string {
  if (packed < 0n || packed >> (3n * PART_BITS) !== 0n)
    throw new InvalidVersionError({ version: String(packed) });
  return [packed >> (2n * PART_BITS), (packed >> PART_BITS) & PART_MAX, packed & PART_MAX].join(".");
}
