import {
  ArtifactMismatchError,
  entryArtifactOf,
  NxsError,
  parseManifest,
  sha256Digest,
} from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import { useRuntime } from "../../config/context.tsx";
import { useVerifiedBytes } from "../../content/use-verified.ts";
import type { CredentialVersion } from "./queries.ts";

/** How bytes on IPFS compare with what the chain names; `undefined` while they are fetched. */
export interface BytesFact {
  readonly ok: boolean;
  readonly detail: string;
}

const faultOf = (error: unknown): BytesFact => ({
  ok: false,
  detail: error instanceof Error ? error.message : String(error),
});

/** The manifest's bytes, hashed and parsed in this browser. */
export function useManifestFact(version: CredentialVersion | undefined): BytesFact | undefined {
  const { data, error } = useVerifiedBytes(version?.manifestDigest);
  if (error && !data) return faultOf(error);
  if (data === undefined) return undefined;
  if (data.verdict === "differ")
    return { ok: false, detail: `the gateway's bytes hash to ${data.found}, not to what the chain names` };
  try {
    parseManifest(data.bytes);
    return { ok: true, detail: `${data.bytes.length} bytes, hashed here to the digest on chain` };
  } catch (fault) {
    return faultOf(fault);
  }
}

async function readArtifact(
  gateway: string,
  manifestBytes: Uint8Array,
  expected: `0x${string}`,
): Promise<BytesFact> {
  try {
    const { GatewayContentReader } = await import("@nexus/content/browser");
    const { cid } = entryArtifactOf(parseManifest(manifestBytes));
    const bytes = await new GatewayContentReader({ url: gateway }).get(cid);
    const digest = sha256Digest(bytes);
    if (digest !== expected) throw new ArtifactMismatchError({ cid, digest, expected });
    return { ok: true, detail: `${bytes.length} bytes, hashed here to the digest on chain` };
  } catch (error) {
    if (error instanceof NxsError) return faultOf(error);
    throw error;
  }
}

/** The artifact's bytes, found through the manifest and hashed in this browser. */
export function useArtifactFact(version: CredentialVersion | undefined): BytesFact | undefined {
  const { gateway } = useRuntime();
  const { data: manifest, error } = useVerifiedBytes(version?.manifestDigest);
  const bytes = manifest?.verdict === "verified" ? manifest.bytes : undefined;
  const artifact = useQuery({
    queryKey: ["artifact-fact", gateway, version?.artifactDigest, version?.manifestDigest],
    queryFn: () =>
      bytes === undefined || version === undefined
        ? undefined
        : readArtifact(gateway, bytes, version.artifactDigest),
    enabled: bytes !== undefined && version !== undefined,
    staleTime: 60_000,
  });
  if (error || manifest?.verdict === "differ")
    return { ok: false, detail: "it is found through the manifest, which couldn't be verified" };
  return artifact.error ? faultOf(artifact.error) : (artifact.data ?? undefined);
}
