import { appendFileSync, cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pluginDirectory } from "../../scripts/demo/plugin.ts";

const PUBLISHED = ["manifest.template.json", "rainfall_trigger.wasm", "vectors"];

/** A custom section with nothing but its name: other bytes, the same component. */
const EMPTY_SECTION = Uint8Array.of(0, 8, 7, ...Buffer.from("rebuilt"));

/** A directory with the plugin as another build would give it: a component of other bytes that does the same. */
export function rebuiltPlugin(): string {
  const directory = mkdtempSync(join(tmpdir(), "rebuilt-plugin-"));
  for (const name of PUBLISHED)
    cpSync(join(pluginDirectory, name), join(directory, name), { recursive: true });
  appendFileSync(join(directory, "rainfall_trigger.wasm"), EMPTY_SECTION);
  return directory;
}
