import {
  ArtifactMismatchError,
  CertificationStatus,
  type CredentialCheck,
  checkBoard,
  checkCertification,
  checkHolder,
  checkToken,
  entryArtifactOf,
  NxsError,
  parseManifest,
  sha256Digest,
} from "@nexus/protocol";
import { type Address, type Hex, numberToHex } from "viem";
import { explained, type NexusClient } from "../client.ts";
import { ContractRefusalError } from "../errors.ts";
import { getBlock } from "./content.ts";
import { findVersion, type PublishedVersion, versionIdOfReference } from "./versions.ts";

/** What a verification found; `valid` iff every check is ok. */
export interface CredentialVerification {
  readonly valid: boolean;
  readonly tokenId: bigint;
  readonly versionId: Hex;
  /** `name@version` */
  readonly plugin: string;
  readonly status: CertificationStatus;
  readonly holder: Address | null;
  /** Unix seconds, 0 if never certified. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly checks: readonly CredentialCheck[];
}

/** The token's own answer, or undefined if there is no such token. */
async function readToken({ publicClient, contracts }: NexusClient, tokenId: bigint) {
  try {
    const [status, holder, certification] = await explained(
      publicClient.readContract({ ...contracts.certificateToken, functionName: "verify", args: [tokenId] }),
    );
    return { status: CertificationStatus[status] ?? "None", holder, certification };
  } catch (error) {
    if (error instanceof ContractRefusalError && error.refusal === "ERC721NonexistentToken") return undefined;
    throw error;
  }
}

async function readBoard({ publicClient, contracts }: NexusClient): Promise<Address> {
  return explained(publicClient.readContract({ ...contracts.certificateToken, functionName: "board" }));
}

async function readCertification({ publicClient, contracts }: NexusClient, versionId: Hex) {
  const args = [versionId, contracts.reviewBoard.address] as const;
  const registry = contracts.certificationRegistry;
  const [status, certification] = await explained(
    Promise.all([
      publicClient.readContract({ ...registry, functionName: "statusOf", args }),
      publicClient.readContract({ ...registry, functionName: "certificationOf", args }),
    ]),
  );
  return { status: CertificationStatus[status] ?? "None", certification };
}

/** A check of bytes on IPFS: a store's own error says what is wrong with them. */
async function checkBytes(name: "manifest" | "artifact", reading: Promise<string>): Promise<CredentialCheck> {
  try {
    return { name, ok: true, detail: await reading };
  } catch (error) {
    if (error instanceof NxsError) return { name, ok: false, detail: error.message };
    throw error;
  }
}

async function readManifest(client: NexusClient, { content }: PublishedVersion): Promise<string> {
  const bytes = await getBlock(client, content.manifestDigest);
  parseManifest(bytes);
  return `${bytes.length} bytes with digest ${content.manifestDigest}`;
}

async function readArtifact(client: NexusClient, { content }: PublishedVersion): Promise<string> {
  const manifest = parseManifest(await getBlock(client, content.manifestDigest));
  const { cid } = entryArtifactOf(manifest);
  const bytes = await client.content.get(cid);
  const digest = sha256Digest(bytes);
  if (digest !== content.artifactDigest)
    throw new ArtifactMismatchError({ cid, digest, expected: content.artifactDigest });
  return `${bytes.length} bytes with digest ${digest}`;
}

const DECIMAL = /^[0-9]+$/;

async function versionIdOf(client: NexusClient, reference: string): Promise<Hex> {
  return DECIMAL.test(reference)
    ? numberToHex(BigInt(reference), { size: 32 })
    : versionIdOfReference(client, reference);
}

/** Checks a credential (token id, `name@version` or version id) against the chain and the bytes on IPFS. */
export async function verifyCredential(
  client: NexusClient,
  { reference }: { reference: string },
): Promise<CredentialVerification> {
  const versionId = await versionIdOf(client, reference);
  const version = await findVersion(client, versionId);
  const tokenId = BigInt(versionId);
  const token = await readToken(client, tokenId);
  const standing = await readCertification(client, versionId);
  const checks = [
    checkToken(token?.holder),
    checkCertification(standing, version.content.artifactDigest),
    checkHolder(token?.holder, version.publisher),
    checkBoard(await readBoard(client), client.contracts.reviewBoard.address),
    await checkBytes("manifest", readManifest(client, version)),
    await checkBytes("artifact", readArtifact(client, version)),
  ];
  return {
    valid: checks.every(({ ok }) => ok),
    tokenId,
    versionId,
    plugin: `${version.name}@${version.version}`,
    status: standing.status,
    holder: token?.holder ?? null,
    issuedAt: standing.certification.issuedAt,
    expiresAt: standing.certification.expiresAt,
    checks,
  };
}
