import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { domainMaskOf, type Manifest } from "@nexus/protocol";
import type { SeedClause } from "../start/seed.ts";

/** The plugin that the main job publishes, as it lies on disk. */
export const pluginDirectory = resolve(import.meta.dirname, "../../plugins/rainfall-trigger");

/** The audit vector whose input the clause event carries: the storm that must trigger. */
const STORM = "storm";

type Template = Pick<Manifest, "name" | "clauses" | "audit" | "domains">;
