import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Regenerates every generated file and compares it with what is committed in the tree, which is put back as it was.
const generated = [
  "packages/protocol/src/generated",
  "packages/protocol/schema",
  "subgraph/abis",
  "subgraph/src/enums.gen.ts",
  "subgraph/subgraph.31337.gen.yaml",
];
const before = mkdtempSync(join(tmpdir(), "nexus-generated-"));
for (const path of generated) cpSync(path, join(before, path), { recursive: true });
try {
  execFileSync("npm", ["run", "--silent", "generate"], { stdio: ["ignore", "ignore", "inherit"] });
  const files = execFileSync(
    "git",
    ["ls-files", "--others", "--cached", "--exclude-standard", ...generated],
    { encoding: "utf8" },
  );
  const stale = files.split("\n").filter((file) => file && !same(file, join(before, file)));
  if (stale.length > 0) {
    console.error(`Generated files are stale: ${stale.join(", ")}. Run npm run generate and commit them.`);
    process.exitCode = 1;
  }
} finally {
  for (const path of generated) cpSync(join(before, path), path, { recursive: true });
  rmSync(before, { recursive: true });
}

function same(a: string, b: string): boolean {
  try {
    return readFileSync(a, "utf8") === readFileSync(b, "utf8");
  } catch {
    return false;
  }
}
