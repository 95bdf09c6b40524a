import { type Domain, type Manifest, sha256Digest, validateManifest } from "@nexus/protocol";
import type { Address } from "viem";
import type { NexusClient } from "../client.ts";
import type { PluginPackage } from "../package.ts";
import { addFile } from "./content.ts";

export interface FillParameters {
  readonly package: PluginPackage;
  readonly publisher: Address;
  /** Takes the place of the draft's version. */
  readonly version?: string;
  /** Take the place of the draft's domains. */
  readonly domains?: readonly Domain[];
}

type Item = Readonly<Record<string, unknown>>;

const isItem = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list's items with each object replaced; anything that isn't a list is left for the validator. */
function mapItems(list: unknown, map: (item: Item) => Item): unknown {
  return Array.isArray(list) ? list.map((item: unknown) => (isItem(item) ? map(item) : item)) : list;
}

/** Adds an artifact to the store and describes it: digest, size and CID of its real bytes. */
async function describeArtifact(client: NexusClient, bytes: Uint8Array) {
  const cid = await addFile(client, bytes);
  return { digest: sha256Digest(bytes), size: bytes.length, cid };
}

function fillVector(vector: Item, { byDigest, byName }: PluginPackage["vectors"]): Item {
  const input = isItem(vector.input) ? vector.input : {};
  const known = typeof input.digest === "string" && byDigest.has(input.digest as `0x${string}`);
  const bytes = byName.get(String(vector.name));
  if (known || bytes === undefined) return vector;
  return { ...vector, input: { digest: sha256Digest(bytes), size: bytes.length } };
}

/**
 * The manifest that a draft becomes: with the version, domains, publisher, and the digests, sizes and CIDs of the files.
 * Artifacts are added to the content store. Throws `InvalidManifestError` with every fault.
 */
export async function fillManifest(client: NexusClient, parameters: FillParameters): Promise<Manifest> {
  const { draft, artifacts, vectors } = parameters.package;
  const described = new Map<unknown, Item>();
  for (const [name, bytes] of artifacts) described.set(name, await describeArtifact(client, bytes));
  const author = `eip155:${client.chainId}:${parameters.publisher}`;
  const authors: unknown[] = Array.isArray(draft.authors) ? draft.authors : [];
  const audit = draft.audit;
  return validateManifest({
    ...draft,
    ...(parameters.version !== undefined && { version: parameters.version }),
    ...(parameters.domains !== undefined && { domains: parameters.domains }),
    authors: authors.includes(author) ? authors : [...authors, author],
    artifacts: mapItems(draft.artifacts, (item) => ({ ...item, ...described.get(item.name) })),
    ...(isItem(audit) && {
      audit: { ...audit, vectors: mapItems(audit.vectors, (item) => fillVector(item, vectors)) },
    }),
  });
}
