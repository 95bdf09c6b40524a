import { stringify as formatUuid, validate as isUuid, parse as parseUuid, v5 as uuidV5 } from "uuid";
import type { Address, Hex } from "viem";
import { encodeAbiParameters, hexToBytes, keccak256, sliceHex, stringToBytes, toHex } from "viem";
import { InvalidUuidError } from "./errors.ts";
import { packSemVer } from "./semver.ts";

/** UUID v5 of the URL https://plugins.example/ns/clause: the namespace of clause UUIDs. */
export const CLAUSE_NAMESPACE = "2ce32925-6c55-532c-97b7-f2eb3c9200c0";

/** What a version is made of, as `IPluginRegistry.VersionContent`. */
export interface VersionContent {
  readonly manifestDigest: Hex;
  readonly artifactDigest: Hex;
  readonly clauseId: Hex;
  readonly module: Address;
}

const words = (...types: string[]) => types.map((type) => ({ type }));

function hashOf(types: readonly string[], values: readonly unknown[]): Hex {
  return keccak256(encodeAbiParameters(words(...types), values));
}

/** Id of a plugin name in one registry: `keccak256(abi.encode(chainId, registry, keccak256(name)))`. */
export function pluginIdOf({
  chainId,
  registry,
  name,
}: {
  chainId: number;
  registry: Address;
  name: string;
}): Hex {
  return hashOf(
    ["uint256", "address", "bytes32"],
    [BigInt(chainId), registry, keccak256(stringToBytes(name))],
  );
}

/**
 * Id of a plugin's version: `keccak256(abi.encode(pluginId, SemVer))`.
 * @param version "major.minor.patch"
 * @throws InvalidVersionError
 */
export function versionIdOf(pluginId: Hex, version: string): Hex {
  return hashOf(["bytes32", "uint96"], [pluginId, packSemVer(version)]);
}

/** UUID v8 (RFC 9562) that people are shown for a version: the id's first 16 bytes under that version's marks. */
export function versionUuidOf(versionId: Hex): string {
  const bytes = hexToBytes(sliceHex(versionId, 0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return formatUuid(bytes);
}

/**
 * UUID v5 that people quote for a clause. Its name is the standard with its edition in NFC, a line feed, and the reference
 * in NFC. It is a key to look things up by; what binds is `clauseIdOf`.
 */
export function clauseUuidOf({ standard, reference }: { standard: string; reference: string }): string {
  return uuidV5(`${standard.normalize("NFC")}\n${reference.normalize("NFC")}`, CLAUSE_NAMESPACE);
}

/** A UUID in text form, or already as the contracts' bytes16, as bytes16. @throws InvalidUuidError */
export function uuidBytes16(uuid: string): Hex {
  if (/^0x[0-9a-f]{32}$/.test(uuid)) return uuid as Hex;
  if (!isUuid(uuid)) throw new InvalidUuidError({ uuid });
  return toHex(parseUuid(uuid));
}

/** Id of a clause: `keccak256(abi.encode(bytes16 uuid, bytes32 digest))`, with the UUID in text form or as bytes16. @throws InvalidUuidError */
export function clauseIdOf({ uuid, digest }: { uuid: string; digest: Hex }): Hex {
  return hashOf(["bytes16", "bytes32"], [uuidBytes16(uuid), digest]);
}

/** `keccak256(abi.encode(content))`: all that the registry keeps of a version's content. */
export function contentDigestOf(content: VersionContent): Hex {
  const { manifestDigest, artifactDigest, clauseId, module } = content;
  return hashOf(
    ["bytes32", "bytes32", "bytes32", "address"],
    [manifestDigest, artifactDigest, clauseId, module],
  );
}

/** Seed of a task: `keccak256(abi.encode(taskId, blockHash))`, with the block that holds its `TaskCreated` log. */
export function seedOf(taskId: Hex, blockHash: Hex): Hex {
  return hashOf(["bytes32", "bytes32"], [taskId, blockHash]);
}

/** Seed of an audit's derived input: `keccak256(abi.encode(seed, uint256 index))`. */
export function auditSeedOf(seed: Hex, index: number): Hex {
  return hashOf(["bytes32", "uint256"], [seed, BigInt(index)]);
}

/**
 * What an executor commits to, as `IResultConsensus.commitmentOf`.
 * @param signal number of the `Signal`, from 1 (pass)
 * @param salt 32 random bytes, kept until the reveal
 */
export function commitmentOf(commitment: {
  executor: Address;
  taskId: Hex;
  resultDigest: Hex;
  signal: number;
  salt: Hex;
}): Hex {
  const { executor, taskId, resultDigest, signal, salt } = commitment;
  return hashOf(
    ["address", "bytes32", "bytes32", "uint8", "bytes32"],
    [executor, taskId, resultDigest, signal, salt],
  );
}
