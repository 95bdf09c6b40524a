import type { Capability, Manifest } from "./manifest-schema.ts";
import type { PluginClass } from "./plugin-classes.ts";

/** Versions of the plugin interface that hosts serve: `sdk/wit/<version>`. */
export const WIT_PACKAGES = ["nexus:plugin@0.1.0", "nexus:plugin@0.2.0"] as const;

export type WitPackage = (typeof WIT_PACKAGES)[number];

/** The world every class may use, or the one world of a class, which has its name. */
export type World = "base" | PluginClass;

/** Interfaces that a world offers, besides its types. */
export const WORLD_INTERFACES: Readonly<Record<World, readonly Capability["name"][]>> = {
  base: ["log"],
  "simulation-engine": ["log", "clause-data", "chain-read", "artifacts"],
  "clause-validator": ["log", "clause-data"],
  "visualization-module": ["log", "clause-data", "artifacts"],
  "governance-extension": ["log", "chain-read"],
  "risk-analytics-library": ["log", "clause-data", "chain-read", "artifacts"],
};

/** Kinds of artifacts, and what the scope of that capability is made of. */
export const ARTIFACT_KINDS = ["chart", "table", "report"] as const;

export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

/** The package and the world a manifest's component is made for, or why there are none. */
export function worldOf({
  entry,
  pluginClass,
}: Pick<Manifest, "entry" | "pluginClass">): { witPackage: WitPackage; world: World } | { fault: string } {
  const witPackage = WIT_PACKAGES.find((name) => name === entry.witPackage);
  if (witPackage === undefined) {
    return { fault: `entry.witPackage is ${entry.witPackage}; hosts serve ${WIT_PACKAGES.join(" and ")}` };
  }
  const offered =
    witPackage === "nexus:plugin@0.1.0" ? (["base"] as const) : (["base", pluginClass] as const);
  const world = offered.find((name) => name === entry.witWorld);
  if (world !== undefined) return { witPackage, world };
  const words = `a ${pluginClass} of ${witPackage} is made for ${offered.join(" or ")}`;
  return { fault: `entry.witWorld is ${entry.witWorld}; ${words}` };
}
