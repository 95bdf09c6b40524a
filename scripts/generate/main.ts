import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { abisModule } from "./abis.ts";
import { readArtifacts, readSyntaxTrees } from "./artifacts.ts";
import { deploymentsModule } from "./deployments.ts";
import { enumsIn, enumsModule } from "./enums.ts";
import { subgraphFiles } from "./subgraph.ts";

const root = join(import.meta.dirname, "../..");
const target = join(root, "packages/protocol/src/generated");
const resolve = createRequire(import.meta.url).resolve;

/** The present text of a compiled source, `project/<path>` or `npm/<package>@<version>/<path>`; undefined if it's gone. */
async function currentText(sourceName: string): Promise<string | undefined> {
  const npm = /^npm\/(@[^/]+\/[^@]+|[^@]+)@[^/]+\/(.+)$/.exec(sourceName);
  try {
    const path = npm ? resolve(`${npm[1]}/${npm[2]}`) : join(root, sourceName.replace(/^project\//, ""));
    return await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause) {
      if (cause.code === "ENOENT" || cause.code === "MODULE_NOT_FOUND") return undefined;
    }
    throw cause;
  }
}

const artifactsFolder = join(root, "artifacts");
const artifacts = await readArtifacts(artifactsFolder);
const trees = await readSyntaxTrees(artifactsFolder, artifacts, currentText);
const deployments = join(root, "deployments");
await mkdir(target, { recursive: true });
await writeFile(join(target, "abis.gen.ts"), abisModule(artifacts));
await writeFile(join(target, "enums.gen.ts"), enumsModule(trees));
await writeFile(join(target, "deployments.gen.ts"), await deploymentsModule(deployments));
// Imported late, because it loads the protocol package, whose other modules need what was written just now.
const { schemaTexts } = await import("./schemas.ts");
for (const [name, text] of schemaTexts()) {
  await writeFile(join(root, "packages/protocol/schema", name), text);
}

const subgraph = join(root, "subgraph");
const schema = await readFile(join(subgraph, "schema.graphql"), "utf8");
const subgraphSources = { artifacts, enums: enumsIn(trees), deployments, schema };
await rm(join(subgraph, "abis"), { recursive: true, force: true });
for (const [path, text] of await subgraphFiles(subgraphSources)) {
  await mkdir(dirname(join(subgraph, path)), { recursive: true });
  await writeFile(join(subgraph, path), text);
}
