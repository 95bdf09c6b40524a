import { z } from "zod";
import { CAPABILITIES } from "./manifest-schema.ts";
import { RUN_LIMITS, type RunLimits } from "./parameters.ts";
import { PLUGIN_CLASSES } from "./plugin-classes.ts";
import { countShape, digestShape, setShape, textOf, textShape } from "./shapes.ts";

/** How runs share a process: runs of one plugin and grant may, or every run has its own. From loose to strict. */
export const ISOLATIONS = ["plugin", "run"] as const;

export type Isolation = (typeof ISOLATIONS)[number];

/** In a rule's scope: whatever a manifest asks for. */
export const ANY_SCOPE = "*";

const WASM_PAGE = 65_536;
const RULE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/u;
const WALL = /^[a-z][a-z0-9-]{0,31}$/u;

const limitShape = z.int().min(1);

/** Every limit of a run, each of which may be missing: then the DAO's applies. */
const limitsShape = z.strictObject(
  Object.fromEntries(
    Object.keys(RUN_LIMITS).map((name) => [
      name,
      (name === "memoryBytes" ? limitShape.multipleOf(WASM_PAGE) : limitShape).optional(),
    ]),
  ) as Record<keyof RunLimits, z.ZodOptional<typeof limitShape>>,
);

const idShape = textOf<string>(RULE_ID, "must be words of a-z and 0-9 with single hyphens");

const wallsShape = setShape(textOf<string>(WALL, "must be a wall's name, such as process, bwrap or gvisor"), {
  most: 8,
});

const allowShape = z.strictObject({
  name: z.enum(CAPABILITIES),
  scope: setShape(textShape(200), { most: 64 }),
});

const ruleShape = z.strictObject({
  id: idShape,
  reason: textShape(300),
  classes: setShape(z.enum(PLUGIN_CLASSES), { least: 1, most: PLUGIN_CLASSES.length }).nullable(),
  clauses: setShape(digestShape, { least: 1, most: 256 }).nullable(),
  allow: z.array(allowShape).max(32),
  deny: setShape(z.enum(CAPABILITIES), { most: CAPABILITIES.length }),
  isolation: z.enum(ISOLATIONS).nullable(),
  walls: wallsShape,
  limits: limitsShape,
});

/** Every rule of a policy document; the structural ones are also its JSON Schema. */
export const policySchema = z
  .strictObject({
    policyVersion: z.literal("1"),
    name: idShape,
    notAfter: countShape.nullable(),
    isolation: z.enum(ISOLATIONS),
    walls: wallsShape,
    limits: limitsShape,
    rules: z.array(ruleShape).max(256),
  })
  .refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, {
    error: "must not use a rule's id twice",
    path: ["rules"],
  });

/**
 * What plugins may do and use, as data. Nothing is allowed but what a rule allows; a rule applies to its classes and clauses,
 * `null` meaning all. Of the rules that apply, allowances add up, a denial beats them, the strictest isolation and the lowest
 * limits count, and walls add up: their order means nothing. A policy without an own limit has the DAO's.
 */
export type Policy = z.infer<typeof policySchema>;

export type PolicyRule = Policy["rules"][number];
