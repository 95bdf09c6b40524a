import { spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { refreshTemplate } from "../build/manifest.ts";
import { GENERATED, vectorInputs } from "./inputs.ts";

// Writes the inputs from the record, has Python work out what is expected of them, and puts the digests in the template.
await rm(GENERATED, { recursive: true, force: true });
await mkdir(GENERATED, { recursive: true });
for (const [file, bytes] of await vectorInputs()) await writeFile(new URL(file, GENERATED), bytes);
const script = fileURLToPath(new URL("./expected.py", import.meta.url));
const { status, error } = spawnSync("python3", [script], { stdio: "inherit" });
if (status !== 0) {
  throw new Error(
    `python3 expected.py failed (${error?.message ?? `status ${status}`}); it needs Python 3.9 or later`,
  );
}
await refreshTemplate(fileURLToPath(new URL("..", import.meta.url)));
