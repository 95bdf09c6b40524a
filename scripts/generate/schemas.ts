import { manifestJsonSchema } from "@nexus/protocol";

/** Text of `packages/protocol/schema/manifest.schema.gen.json`. */
export function manifestSchemaText(): string {
  return `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`;
}
