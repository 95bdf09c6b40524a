import { glob } from "node:fs/promises";
import hre from "hardhat";
import Mocha from "mocha";
import { connection } from "../../test/fixtures/connect.ts";
import { sourcesOf } from "../solidity/sources.ts";
import { type Compiled, compile, sameCode } from "./compile.ts";
import type { Request, Verdict } from "./protocol.ts";
import type { Target } from "./targets.ts";

// One target's unit tests, loaded once and run again and again, each time on other contracts in the artifacts' place.

const replaced = new Map<string, Compiled>();
const { artifacts } = hre;
const readArtifact = artifacts.readArtifact.bind(artifacts);
artifacts.readArtifact = (async (name: string) => {
  const artifact = await readArtifact(name);
  const compiled = replaced.get(name);
  if (!compiled) return artifact;
  const { bytecode, deployedBytecode } = compiled.evm;
  return {
    ...artifact,
    abi: compiled.abi,
    bytecode: `0x${bytecode.object}`,
    deployedBytecode: `0x${deployedBytecode.object}`,
    linkReferences: bytecode.linkReferences,
    deployedLinkReferences: deployedBytecode.linkReferences,
  };
}) as typeof artifacts.readArtifact;

async function loadTests(patterns: readonly string[]): Promise<Mocha> {
  const mocha = new Mocha({ bail: true, timeout: 60_000, reporter: class {} as never });
  const files = new Set<string>();
  for (const pattern of patterns) {
    // A test of gas would notice mutants for the wrong reason.
    const found = await Array.fromAsync(glob(pattern, { exclude: ["**/*.gas.test.ts"] }));
    for (const file of found.sort()) files.add(file);
  }
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  mocha.cleanReferencesAfterRun(false);
  return mocha;
}

/** Full title of the first failing test; undefined if all pass. The chain is as fresh as at the start. */
async function firstFailure(mocha: Mocha): Promise<string | undefined> {
  const { provider, networkHelpers } = connection;
  const snapshot = await provider.request({ method: "evm_snapshot" });
  const failed = await new Promise<string | undefined>((resolve) => {
    let title: string | undefined;
    const runner = mocha.run(() => resolve(title));
    runner.once("fail", (test) => {
      title = test.fullTitle();
    });
  });
  await provider.request({ method: "evm_revert", params: [snapshot] });
  networkHelpers.clearSnapshots();
  return failed;
}

async function judge(target: Target) {
  const names = target.contracts.map((contract) => contract.split(":")[0] ?? "");
  const sources = await sourcesOf(names);
  const original = compile(sources, target.contracts);
  const mocha = await loadTests(target.tests);
  return async ({ source, text }: Request): Promise<Verdict> => {
    const compiled = compile({ ...sources, [source]: { content: text } }, target.contracts);
    if (!original || !compiled) return { outcome: "invalid" };
    const baseline = text === sources[source]?.content;
    if (!baseline && sameCode(original, compiled)) return { outcome: "equal" };
    for (const [name, contract] of compiled) replaced.set(name, contract);
    const by = await firstFailure(mocha);
    return by === undefined ? { outcome: "survived" } : { outcome: "killed", by };
  };
}

const target = JSON.parse(process.argv[2] ?? "") as Target;
const verdictOn = await judge(target);
process.on("message", (request: Request) => {
  void verdictOn(request).then(
    (verdict) => process.send?.(verdict),
    (error: Error) => process.send?.({ outcome: "failed", by: error.message }),
  );
});
process.on("disconnect", () => process.exit());
process.send?.({ outcome: "ready" });
