import { type Manifest, parseManifest } from "@nexus/protocol";
import { useMemo } from "react";
import { useRuntime } from "../../config/context.tsx";
import { useVerifiedBytes } from "../../content/use-verified.ts";
import type { VerifiedBytes } from "../../content/verified.ts";
import { Card } from "../../ui/card.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { BytesDiffer, DigestVerdict } from "../../ui/verdict.tsx";
import { ManifestView } from "./manifest-view.tsx";
import type { VersionDetails } from "./query.ts";

/** The manifest, fetched from the gateway and hashed here; unverified bytes are never shown. */
export function ManifestCard({ version }: { version: VersionDetails }) {
  const { gateway } = useRuntime();
  const { data, error, refetch, isPending } = useVerifiedBytes(version.manifestDigest);
  const read = useMemo(() => (data?.verdict === "verified" ? readManifest(data) : undefined), [data]);
  return (
    <Card title="Manifest" aside={data ? <DigestVerdict verdict={data.verdict} what="Manifest" /> : null}>
      {isPending ? <Skeleton lines={8} label="Fetching and hashing the manifest" /> : null}
      {error && !data ? (
        <ErrorState title="The manifest couldn't be fetched" error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.verdict === "differ" ? (
        <BytesDiffer digest={data.digest} found={data.found} gateway={gateway} />
      ) : null}
      {read && "error" in read ? (
        <ErrorState title="The bytes are those of the chain, but not a manifest" error={read.error} />
      ) : null}
      {read && "manifest" in read ? <ManifestView manifest={read.manifest} version={version} /> : null}
    </Card>
  );
}

type Read = { readonly manifest: Manifest } | { readonly error: unknown };

function readManifest({ bytes }: Extract<VerifiedBytes, { verdict: "verified" }>): Read {
  try {
    return { manifest: parseManifest(bytes) };
  } catch (error) {
    return { error };
  }
}
