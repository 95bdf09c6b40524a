import {
  type Domain,
  domainMaskOf,
  domainsOfMask,
  entryArtifactOf,
  formatSemVer,
  leadingClauseIdOf,
  licenceTierOf,
  type Manifest,
  manifestBytes,
  packSemVer,
  pluginReleaseTypedData,
  versionParts,
} from "@nexus/protocol";
import { type Address, encodeFunctionData, type Hex, parseEventLogs, zeroAddress } from "viem";
import { chainTime, explained, firstLog, type NexusClient, send, signerOf } from "../client.ts";
import {
  ClauseMismatchError,
  NameOwnedError,
  VectorMissingError,
  VersionNotAfterError,
} from "../domain-errors.ts";
import { ContractRefusalError } from "../errors.ts";
import { type PluginPackage, readPluginPackage } from "../package.ts";
import { clauseOf } from "./clause.ts";
import { addBlock, addFile } from "./content.ts";
import { fillManifest } from "./manifest.ts";
import { pluginIdOfName } from "./versions.ts";

export interface PublishParameters {
  /** A plugin's directory, or its manifest with the artifacts beside it and audit inputs below `vectors/`. */
  readonly path: string;
  /** `major.minor.patch`; the manifest's own without it. */
  readonly version?: string;
  /** The manifest's own without it. */
  readonly domains?: readonly Domain[];
  /** Seconds for which the signature may be used; an hour without it. */
  readonly validFor?: number;
}

export interface PublishedPlugin {
  readonly tx: Hex;
  /** Present if the name was registered on the way. */
  readonly registerTx?: Hex;
  readonly pluginId: Hex;
  readonly versionId: Hex;
  readonly name: string;
  readonly version: string;
  readonly publisher: Address;
  readonly clauseId: Hex;
  readonly manifestDigest: Hex;
  readonly manifestCid: string;
  readonly artifactDigest: Hex;
  readonly artifactCid: string;
}

const HOUR = 3_600;

/** The owner of a plugin's name, undefined if it isn't registered. */
async function ownerOf(
  { publicClient, contracts }: NexusClient,
  pluginId: Hex,
): Promise<Address | undefined> {
  try {
    const read = { ...contracts.pluginRegistry, functionName: "plugin", args: [pluginId] } as const;
    return (await explained(publicClient.readContract(read))).owner;
  } catch (error) {
    if (error instanceof ContractRefusalError && error.refusal === "PluginRegistryUnknownPlugin")
      return undefined;
    throw error;
  }
}

/** Whether the name is registered. Throws `NameOwnedError`, `VersionNotAfterError`. */
async function checkName(client: NexusClient, { name, version }: Manifest, pluginId: Hex): Promise<boolean> {
  const { publicClient, contracts } = client;
  const registry = contracts.pluginRegistry;
  const account = signerOf(client).address;
  const owner = await ownerOf(client, pluginId);
  if (owner === undefined) return false;
  if (owner !== account) throw new NameOwnedError({ name, owner, account });
  const args = [pluginId, versionParts(version).major] as const;
  const latest = await explained(
    publicClient.readContract({ ...registry, functionName: "latestPublished", args }),
  );
  if (latest > 0n && packSemVer(version) <= latest) {
    throw new VersionNotAfterError({ name, version, latest: formatSemVer(latest) });
  }
  return true;
}

/** Throws `ClauseMismatchError` if the version lacks a domain of its clause, which would bar it from review. */
async function checkClause(client: NexusClient, manifest: Manifest): Promise<void> {
  const clauseId = leadingClauseIdOf(manifest);
  const clause = await clauseOf(client, clauseId);
  const missing = domainsOfMask(clause.domains & ~domainMaskOf(manifest));
  if (missing.length > 0) throw new ClauseMismatchError({ clauseId, missing });
}

/** Throws `VectorMissingError` if an audit input isn't among the files. */
function checkVectors({ audit }: Manifest, { vectors }: PluginPackage): void {
  for (const { name, input } of audit.vectors) {
    if (!vectors.byDigest.has(input.digest)) throw new VectorMissingError({ name, digest: input.digest });
  }
}

/** Puts artifacts, audit inputs and the manifest into the content store. */
async function addFiles(client: NexusClient, manifest: Manifest, { artifacts, vectors }: PluginPackage) {
  for (const bytes of artifacts.values()) await addFile(client.content, bytes);
  for (const { name, input } of manifest.audit.vectors) {
    const bytes = vectors.byDigest.get(input.digest);
    if (bytes !== undefined) await addBlock(client, bytes, `input of the audit vector "${name}"`);
  }
  return addBlock(client, manifestBytes(manifest), "manifest");
}

async function registerName(client: NexusClient, name: string): Promise<Hex> {
  const { address, abi } = client.contracts.pluginRegistry;
  const data = encodeFunctionData({ abi, functionName: "registerPlugin", args: [name] });
  return (await send(client, { to: address, data })).transactionHash;
}

function contentOf(manifest: Manifest, manifestDigest: Hex) {
  return {
    manifestDigest,
    artifactDigest: entryArtifactOf(manifest).digest,
    clauseId: leadingClauseIdOf(manifest),
    module: zeroAddress,
  };
}

async function nonceOf({ publicClient, contracts }: NexusClient, publisher: Address): Promise<bigint> {
  const read = { ...contracts.pluginRegistry, functionName: "nonces", args: [publisher] } as const;
  return explained(publicClient.readContract(read));
}

/** Signs a release and sends it. */
async function sendRelease(
  client: NexusClient,
  manifest: Manifest,
  pluginId: Hex,
  manifestDigest: Hex,
  validFor: number,
) {
  const { address, abi } = client.contracts.pluginRegistry;
  const account = signerOf(client);
  const content = contentOf(manifest, manifestDigest);
  const signed = {
    pluginId,
    ...versionParts(manifest.version),
    licence: licenceTierOf(manifest),
    domains: domainMaskOf(manifest),
    publisher: account.address,
    nonce: await nonceOf(client, account.address),
    deadline: (await chainTime(client)) + validFor,
  };
  const domain = { chainId: client.chainId, verifyingContract: address };
  const signature = await account.signTypedData(pluginReleaseTypedData(domain, { ...signed, ...content }));
  const args = [{ ...signed, content }, signature] as const;
  const data = encodeFunctionData({ abi, functionName: "publishVersion", args });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { versionId } = firstLog(
    parseEventLogs({ abi, eventName: "VersionPublished", logs }),
    "VersionPublished",
    tx,
  ).args;
  return { tx, versionId, content };
}

/**
 * Publishes a plugin's version: fills its manifest, checks all that the registry would refuse, puts manifest, artifacts and
 * audit inputs into the content store, registers the name if it is new, signs the release and sends it.
 * Throws `InvalidManifestError` with every fault, `NameOwnedError`, `VersionNotAfterError`, `ClauseMismatchError`,
 * `VectorMissingError`, `ContractRefusalError`.
 */
export async function publishPlugin(
  client: NexusClient,
  parameters: PublishParameters,
): Promise<PublishedPlugin> {
  const publisher = signerOf(client).address;
  const files = await readPluginPackage(parameters.path);
  const manifest = await fillManifest({
    ...parameters,
    package: files,
    author: `eip155:${client.chainId}:${publisher}`,
  });
  const { name, version } = manifest;
  const pluginId = await pluginIdOfName(client, name);
  const registered = await checkName(client, manifest, pluginId);
  await checkClause(client, manifest);
  checkVectors(manifest, files);
  const added = await addFiles(client, manifest, files);
  const registerTx = registered ? undefined : await registerName(client, name);
  const release = await sendRelease(client, manifest, pluginId, added.digest, parameters.validFor ?? HOUR);
  const { tx, versionId, content } = release;
  return {
    tx,
    ...(registerTx !== undefined && { registerTx }),
    pluginId,
    versionId,
    name,
    version,
    publisher,
    clauseId: content.clauseId,
    manifestDigest: added.digest,
    manifestCid: added.cid,
    artifactDigest: content.artifactDigest,
    artifactCid: entryArtifactOf(manifest).cid,
  };
}
