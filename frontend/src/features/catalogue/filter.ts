import { type CertificationStatus, type Chamber, type LicenceTier, PLUGIN_CLASSES } from "@nexus/protocol";
import { certificationStatus } from "../../domain/certification.ts";
import { pluginClassName } from "../../domain/plugin-class.ts";
import { CERTIFICATION_LOOKS, CHAMBER_NAMES, LICENCE_NAMES } from "../../ui/status.ts";
import type { CataloguePlugin } from "./query.ts";

/** What a person looks for; an absent field asks for anything. */
export interface CatalogueFilter {
  readonly q?: string | undefined;
  readonly domain?: string | undefined;
  readonly class?: string | undefined;
  readonly licence?: string | undefined;
  readonly status?: string | undefined;
}

/** Values and names that each filter offers. */
export const FILTER_CHOICES = {
  domain: (["Drf", "Drr", "Health", "Esg"] as const satisfies readonly Chamber[]).map(
    (chamber) => [chamber, CHAMBER_NAMES[chamber]] as const,
  ),
  class: PLUGIN_CLASSES.map((name) => [name, pluginClassName(name)] as const),
  licence: Object.entries(LICENCE_NAMES) as readonly (readonly [LicenceTier, string])[],
  status: Object.entries(CERTIFICATION_LOOKS).map(([status, { word }]) => [status, word] as const),
} satisfies Record<Exclude<keyof CatalogueFilter, "q">, readonly (readonly [string, string])[]>;

/** The plugins that fit a filter at a time in unix seconds: every word of the search occurs somewhere in what describes it. */
export function filterPlugins(
  plugins: readonly CataloguePlugin[],
  { q = "", domain, class: pluginClass, licence, status }: CatalogueFilter,
  now: number,
): readonly CataloguePlugin[] {
  const words = q.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  return plugins.filter((plugin) => {
    const version = plugin.latestVersion;
    const text = searchText(plugin);
    return (
      words.every((word) => text.includes(word)) &&
      (domain === undefined || version?.domainChambers.includes(domain) === true) &&
      (pluginClass === undefined || version?.manifest?.pluginClass === pluginClass) &&
      (licence === undefined || version?.licence === licence) &&
      (status === undefined || statusOf(plugin, now) === status)
    );
  });
}

/** How the latest version is certified at a time in unix seconds. */
export function statusOf({ latestVersion }: CataloguePlugin, now: number): CertificationStatus {
  return certificationStatus(latestVersion?.certification ?? null, now);
}

/** Whether the latest version's review takes votes at a time in unix seconds. */
export function isInReview({ latestVersion }: CataloguePlugin, now: number): boolean {
  const review = latestVersion?.reviews[0];
  return review !== undefined && review.stage === "Submitted" && Number(review.voteEnd) >= now;
}

function searchText({ name, latestVersion }: CataloguePlugin): string {
  const { manifest, domainChambers = [], publisher } = latestVersion ?? {};
  const domains = domainChambers.map((chamber) => CHAMBER_NAMES[chamber as Chamber] ?? chamber);
  return [
    name,
    name.replaceAll("-", " "),
    manifest?.searchText,
    manifest?.description,
    publisher?.id,
    ...domains,
  ]
    .join(" ")
    .toLocaleLowerCase();
}
