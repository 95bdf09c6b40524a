import { useNavigate, useSearch } from "@tanstack/react-router";
import { useDeferredValue } from "react";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { useIndexQuery } from "../../index/use-index.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { type CatalogueFilter, filterPlugins } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { Introduction } from "./introduction.tsx";
import { PluginCard } from "./plugin-card.tsx";
import { CATALOGUE_DOCUMENT, type CataloguePlugin } from "./query.ts";

/** Plugins that one page of the index answers with at most. */
const MOST = 1_000;

/** The first page: what this is, and every plugin with a search over it. */
export function CataloguePage() {
  const filter: CatalogueFilter = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const { data, error, refetch, isPending } = useIndexQuery<{ plugins: readonly CataloguePlugin[] }>(
    "catalogue",
    CATALOGUE_DOCUMENT,
    { first: MOST, skip: 0 },
  );
  const now = useChainHead()?.timestamp ?? Math.floor(Date.now() / 1_000);
  const deferred = useDeferredValue(filter);
  const plugins = data?.plugins ?? [];
  const found = filterPlugins(plugins, deferred, now);
  const change = (search: CatalogueFilter) =>
    void navigate({ search: { ...EVERYTHING, ...search }, replace: true, resetScroll: false });
  return (
    <>
      <Introduction />
      <section aria-labelledby="catalogue-title">
        <h2 id="catalogue-title" className="mb-4 text-xl">
          Catalogue
        </h2>
        <Filters filter={filter} onChange={change} />
        <p role="status" className="my-4 text-sm text-quiet">
          {data ? countWords(found.length, plugins.length) : ""}
        </p>
        {isPending ? <Skeleton lines={6} label="Loading the catalogue" /> : null}
        {error && !data ? (
          <ErrorState title="The catalogue couldn't be read" error={error} onRetry={() => void refetch()} />
        ) : null}
        {data && found.length === 0 ? (
          <NothingFound any={plugins.length > 0} onClear={() => change({})} />
        ) : null}
        <ul className="grid gap-4 md:grid-cols-2">
          {found.map((plugin) => (
            <PluginCard key={plugin.id} plugin={plugin} now={now} />
          ))}
        </ul>
      </section>
    </>
  );
}

const EVERYTHING = {
  q: undefined,
  domain: undefined,
  class: undefined,
  licence: undefined,
  status: undefined,
};

function countWords(found: number, all: number): string {
  if (found === all) return `${all} plugin${all === 1 ? "" : "s"}`;
  return `${found} of ${all} plugins`;
}

function NothingFound({ any, onClear }: { any: boolean; onClear: () => void }) {
  if (!any) {
    return (
      <EmptyState title="No plugin is registered yet">
        Publishers register a name and publish a signed version with{" "}
        <code className="font-mono">npm run nexus -- plugin publish</code>.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No plugin fits this search"
      action={<Button onClick={onClear}>Clear the search</Button>}
    >
      Try fewer words, or another domain, class, licence or status.
    </EmptyState>
  );
}
