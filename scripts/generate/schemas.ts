import { manifestJsonSchema, policyJsonSchema } from "@nexus/protocol";

const textOf = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;

/** Texts of the files in `packages/protocol/schema`, by name. */
export function schemaTexts(): ReadonlyMap<string, string> {
  return new Map([
    ["manifest.schema.gen.json", textOf(manifestJsonSchema())],
    ["policy.schema.gen.json", textOf(policyJsonSchema())],
  ]);
}
