import { formatSemVer, versionIdOf } from "@nexus/protocol";
import { type Address, type Hex, isHex, size } from "viem";
import { explained, type NexusClient } from "../client.ts";
import { VersionNotFoundError, VersionReferenceError } from "../domain-errors.ts";

/** On chain, what a version is made of. */
export interface VersionContent {
  readonly manifestDigest: Hex;
  readonly artifactDigest: Hex;
  readonly clauseId: Hex;
  readonly module: Address;
}

/** A published version, as its `VersionPublished` log and the registry tell it. */
export interface PublishedVersion {
  readonly versionId: Hex;
  readonly pluginId: Hex;
  readonly name: string;
  /** `major.minor.patch` */
  readonly version: string;
  readonly publisher: Address;
  readonly content: VersionContent;
  /** Position in `LicenceTier`. */
  readonly licence: number;
  /** Domain mask. */
  readonly domains: number;
  readonly tx: Hex;
}

const NAME_AND_VERSION = /^([^@]+)@([^@]+)$/;

/** Whether a text is 32 bytes in hex. */
export const isId = (text: string): text is Hex => isHex(text) && size(text) === 32;

/** The id of a registered name. */
export async function pluginIdOfName(client: NexusClient, name: string): Promise<Hex> {
  const { publicClient, contracts } = client;
  return explained(
    publicClient.readContract({ ...contracts.pluginRegistry, functionName: "pluginIdOf", args: [name] }),
  );
}

/**
 * The id that `name@major.minor.patch` or an id in hex stands for, whether or not it is published.
 * Throws `VersionReferenceError`, `InvalidVersionError`.
 */
export async function versionIdOfReference(client: NexusClient, reference: string): Promise<Hex> {
  if (isId(reference)) return reference;
  const [, name, version] = NAME_AND_VERSION.exec(reference) ?? [];
  if (name === undefined || version === undefined) throw new VersionReferenceError({ reference });
  return versionIdOf(await pluginIdOfName(client, name), version);
}

/** Finds a published version by `name@version` or id. Throws `VersionNotFoundError`. */
export async function findVersion(client: NexusClient, reference: string): Promise<PublishedVersion> {
  const versionId = await versionIdOfReference(client, reference);
  const { publicClient, contracts, deployment } = client;
  const registry = contracts.pluginRegistry;
  const [log] = await explained(
    publicClient.getContractEvents({
      ...registry,
      eventName: "VersionPublished",
      args: { versionId },
      fromBlock: BigInt(deployment.startBlock),
      strict: true,
    }),
  );
  if (log === undefined) throw new VersionNotFoundError({ reference, registry: registry.address });
  const { pluginId, publisher, version, content, licence, domains } = log.args;
  const plugin = await explained(
    publicClient.readContract({ ...registry, functionName: "plugin", args: [pluginId] }),
  );
  return {
    versionId,
    pluginId,
    name: plugin.name,
    version: formatSemVer(version),
    publisher,
    content,
    licence,
    domains,
    tx: log.transactionHash,
  };
}
