import { MemoryContentStore } from "@nexus/content";
import {
  cidOfDigest,
  type Domain,
  type Manifest,
  manifestBytes,
  sha256Digest,
  validateManifest,
} from "@nexus/protocol";
import { zeroAddress } from "viem";
import { StaleDigestError } from "../domain-errors.ts";
import {
  manifestPathOf,
  type PluginPackage,
  readJson,
  readPluginPackage,
  TEMPLATE_SUFFIX,
} from "../package.ts";

export interface FillParameters {
  readonly package: PluginPackage;
  /** CAIP-10 account that becomes an author if it isn't one. */
  readonly author?: string;
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

const itemsOf = (list: unknown): Item[] => (Array.isArray(list) ? list.filter(isItem) : []);

/** Digest, size and CID of each artifact. Throws `StaleDigestError` if the draft states another digest. */
async function describeArtifacts({ draft, artifacts }: PluginPackage): Promise<Map<unknown, Item>> {
  const described = new Map<unknown, Item>();
  const store = new MemoryContentStore();
  for (const [name, bytes] of artifacts) {
    const digest = sha256Digest(bytes);
    const stated = itemsOf(draft.artifacts).find((item) => item.name === name)?.digest;
    if (stated !== undefined && stated !== digest)
      throw new StaleDigestError({ name, stated: String(stated), digest });
    described.set(name, { digest, size: bytes.length, cid: await store.add(bytes) });
  }
  return described;
}

/** A vector without a digest gets that of the file with its name. */
function fillVector(vector: Item, { byName }: PluginPackage["vectors"]): Item {
  const bytes = byName.get(String(vector.name));
  if (bytes === undefined || (isItem(vector.input) && vector.input.digest !== undefined)) return vector;
  return { ...vector, input: { digest: sha256Digest(bytes), size: bytes.length } };
}

/**
 * The manifest that a draft becomes: with the version, domains, publisher, and the digests, sizes and CIDs of the files.
 * Throws `InvalidManifestError` with every fault, `StaleDigestError`.
 */
export async function fillManifest(parameters: FillParameters): Promise<Manifest> {
  const { draft, vectors } = parameters.package;
  const described = await describeArtifacts(parameters.package);
  const { author } = parameters;
  const authors: unknown[] = Array.isArray(draft.authors) ? draft.authors : [];
  const audit = draft.audit;
  return validateManifest({
    ...draft,
    ...(parameters.version !== undefined && { version: parameters.version }),
    ...(parameters.domains !== undefined && { domains: parameters.domains }),
    authors: author === undefined || authors.includes(author) ? authors : [...authors, author],
    artifacts: mapItems(draft.artifacts, (item) => ({ ...item, ...described.get(item.name) })),
    ...(isItem(audit) && {
      audit: { ...audit, vectors: mapItems(audit.vectors, (item) => fillVector(item, vectors)) },
    }),
  });
}

const soundness = (manifest: Manifest) => {
  const bytes = manifestBytes(manifest);
  const digest = sha256Digest(bytes);
  return { digest, cid: cidOfDigest(digest), bytes: bytes.length };
};

/**
 * Checks a manifest. A template is checked as it will be published, with its files' digests and a stand-in for a missing
 * author; it has no digest yet. Throws `InvalidManifestError` with every fault.
 */
export async function checkManifest({ path }: { path: string }) {
  const manifestPath = await manifestPathOf(path);
  if (!manifestPath.endsWith(TEMPLATE_SUFFIX)) {
    const manifest = validateManifest(await readJson(manifestPath, "a manifest"));
    return { name: manifest.name, version: manifest.version, template: false, ...soundness(manifest) };
  }
  const files = await readPluginPackage(manifestPath);
  const authors = Array.isArray(files.draft.authors) && files.draft.authors.length > 0;
  const filled = await fillManifest({
    package: files,
    ...(authors ? {} : { author: `eip155:1:${zeroAddress}` }),
  });
  return { name: filled.name, version: filled.version, template: true };
}
