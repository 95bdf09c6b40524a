import { appendFileSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pluginDirectory } from "../../scripts/demo/plugin.ts";

const MANIFEST = "manifest.template.json";
const COMPONENT = "rainfall_trigger.wasm";

/** A custom section with nothing but its name: other bytes, the same component. */
const EMPTY_SECTION = Uint8Array.of(0, 8, 7, ...Buffer.from("rebuilt"));

/** A directory with the plugin as another build would give it: a component of other bytes that does the same. */
export function rebuiltPlugin(): string {
  const directory = mkdtempSync(join(tmpdir(), "rebuilt-plugin-"));
  for (const name of [COMPONENT, "vectors"])
    cpSync(join(pluginDirectory, name), join(directory, name), { recursive: true });
  appendFileSync(join(directory, COMPONENT), EMPTY_SECTION);
  const draft = JSON.parse(readFileSync(join(pluginDirectory, MANIFEST), "utf8"));
  const artifacts = [{ name: COMPONENT, mediaType: "application/wasm" }];
  writeFileSync(join(directory, MANIFEST), JSON.stringify({ ...draft, artifacts }));
  return directory;
}
