import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { useIndexQuery } from "../../index/use-index.ts";
import { Tag } from "../../ui/badge.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/card.tsx";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { EmptyState, ErrorState, Note, Skeleton } from "../../ui/states.tsx";
import { CertificationCard } from "./certification-card.tsx";
import { LifeCards } from "./life-cards.tsx";
import { ManifestCard } from "./manifest-card.tsx";
import { ProvenanceCard } from "./provenance-card.tsx";
import { PLUGIN_DOCUMENT, type PluginDetails, type VersionDetails } from "./query.ts";

/** One plugin: a version of it, who stands behind it, and what became of it. */
export function PluginPage() {
  const { name } = useParams({ from: "/plugins/$name" });
  const { data, error, refetch, isPending } = useIndexQuery<{ plugins: readonly PluginDetails[] }>(
    "plugin",
    PLUGIN_DOCUMENT,
    { name },
  );
  const plugin = data?.plugins.find((candidate) => candidate.name === name);
  if (plugin) return <Details plugin={plugin} />;
  return (
    <>
      <PageHeader title={name} />
      {isPending ? <Skeleton lines={8} label={`Loading ${name}`} /> : null}
      {error ? (
        <ErrorState title="The plugin couldn't be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {data && !plugin ? <Unknown name={name} /> : null}
    </>
  );
}

function Details({ plugin }: { plugin: PluginDetails }) {
  const { version: asked } = useSearch({ from: "/plugins/$name" });
  const now = useChainHead()?.timestamp ?? Math.floor(Date.now() / 1_000);
  const version = plugin.versions.find(({ semver }) => semver === asked) ?? plugin.versions[0];
  return (
    <>
      <PageHeader
        eyebrow={
          <Link to="/" className="underline underline-offset-2">
            Catalogue
          </Link>
        }
        title={plugin.name}
        aside={version ? <VersionChoice plugin={plugin} version={version} /> : null}
      />
      {version === undefined ? (
        <EmptyState title="No version is published yet">
          Its name is registered; its owner may publish a signed version.
        </EmptyState>
      ) : (
        <VersionView plugin={plugin} version={version} now={now} />
      )}
    </>
  );
}

function VersionView({
  plugin,
  version,
  now,
}: {
  plugin: PluginDetails;
  version: VersionDetails;
  now: number;
}) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        {version.yanked ? (
          <Note tone="bad">
            Its publisher withdrew version {version.semver}. {version.yankReason ?? ""}
          </Note>
        ) : null}
        <ManifestCard version={version} />
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <CertificationCard version={version} now={now} />
        <ProvenanceCard plugin={plugin} version={version} />
        <LifeCards version={version} />
      </div>
    </div>
  );
}

function VersionChoice({ plugin, version }: { plugin: PluginDetails; version: VersionDetails }) {
  const navigate = useNavigate({ from: "/plugins/$name" });
  if (plugin.versions.length === 1) return <Tag>Version {version.semver}</Tag>;
  return (
    <div className="w-44">
      <Field label="Version">
        {(control) => (
          <select
            {...control}
            className={INPUT_CLASS}
            value={version.semver}
            onChange={({ target }) => void navigate({ search: { version: target.value }, replace: true })}
          >
            {plugin.versions.map(({ id, semver, yanked }) => (
              <option key={id} value={semver}>
                {semver}
                {yanked ? " (withdrawn)" : ""}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

function Unknown({ name }: { name: string }) {
  return (
    <EmptyState
      title={`The index knows no plugin named ${name}`}
      action={
        <Link to="/" className={buttonClass("primary")}>
          To the catalogue
        </Link>
      }
    >
      The name may be mistyped, or registered so lately that the index hasn't reached it.
    </EmptyState>
  );
}
