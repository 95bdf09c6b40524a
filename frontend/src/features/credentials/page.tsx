import { Link, useParams } from "@tanstack/react-router";
import type { Hex } from "viem";
import { useRuntime } from "../../config/context.tsx";
import { Card, PageHeader } from "../../ui/card.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { CheckItem } from "./check-item.tsx";
import { RecordCard } from "./record-card.tsx";
import { versionIdOfReference } from "./reference.ts";
import { useVerification } from "./use-verification.ts";
import { VerdictBanner } from "./verdict-banner.tsx";

/** Whether a credential holds: one verdict, and each check that it rests on. */
export function CredentialPage() {
  const { id } = useParams({ from: "/credentials/$id" });
  const { chainId, contracts } = useRuntime();
  const versionId = versionIdOfReference(id, { chainId, registry: contracts.PluginRegistry });
  if (versionId === undefined) {
    return (
      <EmptyState level={1} title="This names no credential">
        Give a token id, a version id or name@version on the page of credentials.
      </EmptyState>
    );
  }
  return <Credential key={versionId} versionId={versionId} />;
}

function Credential({ versionId }: { versionId: Hex }) {
  const verification = useVerification(versionId);
  const { version, error } = verification;
  return (
    <>
      <PageHeader
        eyebrow={
          <Link to="/credentials" className="underline underline-offset-2">
            Credentials
          </Link>
        }
        title={version ? `${version.name} ${version.semver}` : "Credential"}
        lead={
          <>
            Version <CopyableHash value={versionId} label="version id" />
          </>
        }
      />
      {error ? <ErrorState title="The chain couldn't be asked" error={error} /> : null}
      <div className="flex flex-col gap-6">
        <VerdictBanner verification={verification} />
        <Card title="Checks" aside={<span className="text-sm text-quiet">Each done in this browser</span>}>
          <ul className="divide-y divide-line">
            {verification.checks.map((state) => (
              <CheckItem key={state.name} state={state} />
            ))}
          </ul>
        </Card>
        <RecordCard versionId={versionId} verification={verification} />
      </div>
    </>
  );
}
