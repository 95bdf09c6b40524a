import parseSpdx from "spdx-expression-parse";
import { z } from "zod";
import { cidOfDigest, isListCid, MAX_BLOCK_BYTES } from "./cid.ts";
import type { Domain } from "./domains.ts";
import { clauseUuidOf } from "./ids.ts";
import { PLUGIN_CLASSES } from "./plugin-classes.ts";
import { digestShape, setShape, signalShape, textOf, textShape } from "./shapes.ts";

/** Licence tiers in the order of the contracts' `LicenceTier`. */
export const LICENCE_TIERS = ["public-good", "academic", "commercial"] as const;

/**
 * What a plugin may import besides its world's types, each granted by name and scope: interfaces of the world, and the
 * deterministic stand-ins for WASI. The scope of "clause-data" is documents' digests and UUIDs of the manifest's clauses; of
 * "chain-read" contracts, `0x<40 hex digits>`, or functions, `<contract>:0x<8 hex digits>`, in lower case; of "artifacts" kinds.
 */
export const CAPABILITIES = ["log", "clause-data", "chain-read", "artifacts", "wasi-stub"] as const;

/** How a clause may use a version. */
export const CLAUSE_MODES = ["executable", "advisory"] as const;

/** Largest file that a manifest may name, in bytes. */
export const MAX_ARTIFACT_BYTES = 33_554_432;

/** Largest input of an audit vector, in bytes: one raw block. */
export const MAX_VECTOR_BYTES = MAX_BLOCK_BYTES;

const WASM_PAGE = 65_536;
const NAME = /^(?=.{3,64}$)[a-z0-9]+(-[a-z0-9]+)*$/u;
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/u;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/u;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/u;
const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/u;
const CID_TEXT = /^b[a-z2-7]{58}$/u;
const WEB_ADDRESS = /^https:\/\/[^\s"<>\\^`{|}]{1,1000}$/u;
const CAIP_10 = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}:[-.%a-zA-Z0-9]{1,128}$/u;
const UUID_V5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;
const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/u;
const WIT_PACKAGE = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*@\d+\.\d+\.\d+$/u;
const WIT_WORLD = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u;

const conceptShape = z.string().regex(WEB_ADDRESS, "must be the https URI of a SKOS concept");

const fileFields = {
  mediaType: z.string().regex(MEDIA_TYPE, "must be a media type such as application/wasm, in lower case"),
  size: z.int().min(1).max(MAX_ARTIFACT_BYTES),
  digest: digestShape,
  cid: textOf<string>(CID_TEXT, "must be a CIDv1 in base32, such as bafkrei…"),
};

/** A file of one block has the CID that follows from its digest; a larger one has the CID of a list of blocks. */
function cidFits({ size, digest, cid }: { size: number; digest: `0x${string}`; cid: string }): boolean {
  return size <= MAX_BLOCK_BYTES ? cid === cidOfDigest(digest) : isListCid(cid);
}

const CID_MISFIT = {
  error:
    "must be the raw block of the digest up to 262144 bytes, and the root of a list of blocks above that",
  path: ["cid"],
};

const artifactShape = z
  .strictObject({ name: z.string().regex(FILE_NAME, "must be a plain file name"), ...fileFields })
  .refine(cidFits, CID_MISFIT);

const provenanceShape = z
  .strictObject({ predicateType: z.literal("https://slsa.dev/provenance/v1"), ...fileFields })
  .refine(cidFits, CID_MISFIT);

const sbomShape = z
  .strictObject({ format: z.literal("CycloneDX"), specVersion: z.literal("1.6"), ...fileFields })
  .refine(cidFits, CID_MISFIT);

const capabilityShape = z.strictObject({
  name: z.enum(CAPABILITIES),
  scope: setShape(textShape(200), { most: 32 }),
});

const clauseShape = z
  .strictObject({
    uuid: textOf<string>(UUID_V5, "must be a UUID v5 in lower case"),
    standard: textShape(200),
    reference: textShape(200),
    digest: digestShape,
    mode: z.enum(CLAUSE_MODES),
  })
  .refine((clause) => clause.uuid === clauseUuidOf(clause), {
    error: "must be the UUID v5 of the clause's standard and reference",
    path: ["uuid"],
  });

const vectorShape = z.strictObject({
  name: textShape(100),
  input: z.strictObject({ digest: digestShape, size: z.int().min(0).max(MAX_VECTOR_BYTES) }),
  expected: z.strictObject({ signal: signalShape, outputDigest: digestShape }),
});

function isSpdx(expression: string): boolean {
  try {
    parseSpdx(expression);
    return true;
  } catch {
    return false;
  }
}

const licenceShape = z.strictObject({
  spdx: textShape(200).refine(isSpdx, "must be an SPDX licence expression, such as Apache-2.0"),
  tier: z.enum(LICENCE_TIERS),
});

const descriptionShape = z
  .record(z.string().regex(LANGUAGE, "must be a language tag such as en or pt-BR"), textShape(2_000))
  .refine((texts) => Object.keys(texts).length > 0, "must hold at least one language")
  .meta({ minProperties: 1 });

const fields = z.strictObject({
  manifestVersion: z.literal("1"),
  name: z.string().regex(NAME, "must be 3 to 64 of a-z, 0-9 and single inner hyphens"),
  version: z.string().regex(SEMVER, "must be a SemVer 2 version such as 1.2.3"),
  pluginClass: z.enum(PLUGIN_CLASSES),
  description: descriptionShape,
  domains: setShape(z.enum(["drf", "drr", "health", "esg"] satisfies Domain[]), { most: 4 }),
  artifacts: z.array(artifactShape).min(1).max(32),
  entry: z.strictObject({
    artifact: z.string().regex(FILE_NAME, "must be the name of an artifact"),
    witPackage: z.string().regex(WIT_PACKAGE, "must be a WIT package such as nexus:plugin@0.1.0"),
    witWorld: z.string().regex(WIT_WORLD, "must be a WIT world such as base"),
  }),
  capabilities: z.array(capabilityShape).max(CAPABILITIES.length),
  limits: z.strictObject({
    memoryBytes: z.int().min(WASM_PAGE).max(4_294_967_296).multipleOf(WASM_PAGE),
    wallMs: z.int().min(1).max(3_600_000),
    cpuMs: z.int().min(1).max(3_600_000),
    steps: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    outputBytes: z.int().min(1).max(MAX_ARTIFACT_BYTES),
  }),
  licence: licenceShape,
  ontology: setShape(conceptShape, { most: 32 }),
  risk: setShape(conceptShape, { most: 32 }),
  clauses: z.array(clauseShape).min(1).max(16),
  sdg: setShape(z.int().min(1).max(17), { most: 17 }),
  authors: setShape(z.string().regex(CAIP_10, "must be a CAIP-10 account such as eip155:1:0x…"), {
    least: 1,
    most: 16,
  }),
  source: z.strictObject({
    repository: z.string().regex(WEB_ADDRESS, "must be an https address"),
    commit: z.string().regex(COMMIT, "must be a full commit id of 40 or 64 lower-case hex digits"),
  }),
  provenance: provenanceShape.nullable(),
  sbom: sbomShape.nullable(),
  audit: z.strictObject({
    vectors: z.array(vectorShape).min(1).max(32),
    seeded: z.int().min(0).max(16),
  }),
  previous: digestShape.nullable(),
});

type Fields = z.infer<typeof fields>;
type Field = keyof Fields;

/** Whether these fields are sound by themselves, so that a rule across them may be checked whatever else is wrong. */
function sound(...names: Field[]) {
  const chosen = Object.fromEntries(names.map((name) => [name, true])) as Partial<Record<Field, true>>;
  const part = fields.pick(chosen).loose();
  return ({ value }: { value: unknown }) => part.safeParse(value).success;
}

function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

/** Every rule of a manifest; the structural ones are also its JSON Schema. */
export const manifestSchema = fields
  .refine(({ artifacts }) => areDistinct(artifacts.map(({ name }) => name)), {
    error: "must not use a file name twice",
    path: ["artifacts"],
    when: sound("artifacts"),
  })
  .refine(({ capabilities }) => areDistinct(capabilities.map(({ name }) => name)), {
    error: "must not ask for a capability twice; put its scopes together",
    path: ["capabilities"],
    when: sound("capabilities"),
  })
  .refine(({ clauses }) => areDistinct(clauses.map(({ uuid }) => uuid)), {
    error: "must not name a clause twice",
    path: ["clauses"],
    when: sound("clauses"),
  })
  .refine(({ audit }) => areDistinct(audit.vectors.map(({ name }) => name)), {
    error: "must not use a vector's name twice",
    path: ["audit", "vectors"],
    when: sound("audit"),
  })
  .refine(({ artifacts, entry }) => artifacts.some(({ name }) => name === entry.artifact), {
    error: "must be the name of one of the artifacts",
    path: ["entry", "artifact"],
    when: sound("artifacts", "entry"),
  });

/** What describes one version of a plugin; all of it is signed through `manifestDigest`. */
export type Manifest = Fields;

export type ManifestClause = Manifest["clauses"][number];
export type ManifestArtifact = Manifest["artifacts"][number];
export type AuditVector = Manifest["audit"]["vectors"][number];
export type Capability = Manifest["capabilities"][number];
