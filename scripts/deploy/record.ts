import { readFile, writeFile } from "node:fs/promises";
import { type ContractName, type Deployment, isDevelopmentChain } from "@nexus/protocol";
import { AddressMismatchError } from "./errors.ts";

/** The recorded deployment in `file`; undefined if there is none. */
export async function readRecord(file: string): Promise<Deployment | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Deployment;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}

function differencesOf(recorded: Deployment, deployed: Deployment): readonly string[] {
  return (Object.keys(deployed.contracts) as ContractName[])
    .filter((name) => recorded.contracts[name] !== deployed.contracts[name])
    .map((name) => `${name} is at ${deployed.contracts[name]}, recorded ${recorded.contracts[name]}`);
}

/**
 * Writes a deployment to `file`. The development chain's addresses are the same on every fresh chain: a recorded file is
 * compared, and rewritten only when `overwrite` is set. @throws AddressMismatchError
 */
export async function record(file: string, deployed: Deployment, overwrite: boolean): Promise<void> {
  const recorded = await readRecord(file);
  if (recorded && isDevelopmentChain(deployed.chainId) && !overwrite) {
    const differences = differencesOf(recorded, deployed);
    if (differences.length > 0) throw new AddressMismatchError({ file, differences });
    return;
  }
  await writeFile(file, `${JSON.stringify(deployed, null, 2)}\n`);
}
