import type { Chamber } from "@nexus/protocol";
import { Link } from "@tanstack/react-router";
import { pluginClassName } from "../../domain/plugin-class.ts";
import { Badge, Tag } from "../../ui/badge.tsx";
import { CERTIFICATION_LOOKS, CHAMBER_NAMES, LICENCE_NAMES } from "../../ui/status.ts";
import { isInReview, statusOf } from "./filter.ts";
import type { CataloguePlugin } from "./query.ts";

/** One plugin of the catalogue; the whole card leads to it. */
export function PluginCard({ plugin, now }: { plugin: CataloguePlugin; now: number }) {
  const { name, latestVersion, settledRuns, versionCount } = plugin;
  const look = CERTIFICATION_LOOKS[statusOf(plugin, now)];
  const manifest = latestVersion?.manifest;
  return (
    <li className="relative flex min-w-0 flex-col gap-3 rounded-xl border border-line bg-surface p-5 focus-within:border-accent hover:border-accent">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h3 className="min-w-0 text-lg">
          <Link
            to="/plugins/$name"
            params={{ name }}
            search={{ version: undefined }}
            className="after:absolute after:inset-0"
          >
            {name}
          </Link>{" "}
          <span className="text-sm font-normal text-quiet">{latestVersion?.semver ?? "no version yet"}</span>
        </h3>
        <span className="flex flex-wrap gap-2">
          {latestVersion?.yanked ? <Badge tone="bad">Withdrawn</Badge> : null}
          {isInReview(plugin, now) ? <Badge tone="info">In review</Badge> : null}
          <Badge tone={look.tone}>{look.word}</Badge>
        </span>
      </div>
      <p className="line-clamp-3 text-sm text-quiet">{descriptionOf(plugin)}</p>
      <div className="mt-auto flex flex-wrap items-center gap-2">
        {manifest?.pluginClass ? <Tag>{pluginClassName(manifest.pluginClass)}</Tag> : null}
        {latestVersion?.domainChambers.map((chamber) => (
          <Tag key={chamber}>{CHAMBER_NAMES[chamber as Chamber] ?? chamber}</Tag>
        ))}
        {latestVersion ? <Tag>{LICENCE_NAMES[latestVersion.licence]}</Tag> : null}
        <span className="ms-auto text-xs text-quiet tabular-nums">
          {versionCount} version{versionCount === 1 ? "" : "s"}, {settledRuns} settled run
          {settledRuns === 1 ? "" : "s"}
        </span>
      </div>
    </li>
  );
}

function descriptionOf({ latestVersion }: CataloguePlugin): string {
  if (!latestVersion) return "A registered name without a published version.";
  if (!latestVersion.manifest) return "Its manifest isn't indexed yet.";
  if (!latestVersion.manifest.wellFormed) return "Its manifest isn't well formed.";
  return latestVersion.manifest.description;
}
