/** The five classes of plugins. */
export const PLUGIN_CLASSES = [
  "simulation-engine",
  "clause-validator",
  "visualization-module",
  "governance-extension",
  "risk-analytics-library",
] as const;

export type PluginClass = (typeof PLUGIN_CLASSES)[number];
