import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readOptions } from "../command/options.ts";
import { accepted } from "./accepted.ts";
import { type Finding, triage } from "./findings.ts";
import { compilerInput } from "./input.ts";

const HELP = `npm run slither: Slither's findings about the contracts, but for those accepted with a reason

Needs slither-analyzer 0.11.6 on the PATH, or its command in SLITHER.

  --help   this text`;

readOptions(HELP, {});
const folder = await mkdtemp(join(tmpdir(), "nexus-slither-"));
const [input, compiler, report] = ["input.json", "solc", "report.json"].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];

/** Runs Slither in the folder; its exit code tells findings, so only the report counts. */
async function analyse(): Promise<readonly Finding[]> {
  const compilation = await compilerInput();
  await writeFile(input, JSON.stringify(compilation));
  // Slither also looks for every source by its name.
  for (const [name, { content }] of Object.entries(compilation.sources)) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const shim = join(import.meta.dirname, "solc.ts");
  await writeFile(compiler, `#!/bin/sh\nexec "${process.execPath}" "${shim}" "$@"\n`);
  await chmod(compiler, 0o755);
  const options = [
    "--compile-force-framework",
    "Solc-json",
    "--solc",
    compiler,
    "--filter-paths",
    "@openzeppelin",
  ];
  const run = spawnSync(process.env.SLITHER ?? "slither", [input, ...options, "--json", report], {
    cwd: folder,
    encoding: "utf8",
  });
  if (run.error)
    throw new Error("Slither isn't installed: pip install slither-analyzer==0.11.6, or name it in SLITHER.");
  const { success, error, results } = JSON.parse(await readFile(report, "utf8"));
  if (!success) throw new Error(`Slither couldn't read the contracts: ${error ?? run.stderr}`);
  return results.detectors ?? [];
}

try {
  const findings = await analyse();
  const { open, stale } = triage(findings, accepted);
  for (const finding of open) console.error(`${finding.impact} ${finding.check}: ${finding.description}`);
  for (const key of stale) console.error(`No longer found, so no longer to accept: ${key}`);
  console.log(
    `${findings.length} findings, ${open.length} open, ${findings.length - open.length} accepted with a reason.`,
  );
  if (findings.length === 0 || open.length > 0 || stale.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}
