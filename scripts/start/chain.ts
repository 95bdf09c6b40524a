import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEVELOPMENT_ACCOUNTS, DEVELOPMENT_CHAIN_ID, DEVELOPMENT_MNEMONIC } from "@nexus/protocol";
import { createPublicClient, http } from "viem";
import { StackError } from "./errors.ts";
import { type ManagedProcess, startProcess } from "./process.ts";

/** Starts the local chain: anvil with one block a second, its state kept in `stateFile`. */
export async function startChain(options: {
  stateFile: string;
  port: number;
  logFile: string;
}): Promise<ManagedProcess> {
  const client = createPublicClient({ transport: http(`http://127.0.0.1:${options.port}`) });
  const process = startProcess({
    name: "Chain",
    command: locateAnvil(),
    args: [
      ["--host", "127.0.0.1", "--port", String(options.port)],
      ["--chain-id", String(DEVELOPMENT_CHAIN_ID), "--mnemonic", DEVELOPMENT_MNEMONIC],
      ["--accounts", String(DEVELOPMENT_ACCOUNTS.length), "--balance", "10000"],
      ["--block-time", "1", "--slots-in-an-epoch", "1"],
      ["--state", options.stateFile, "--state-interval", "2", "--hardfork", "prague"],
    ].flat(),
    logFile: options.logFile,
    stopSignal: "SIGINT",
    probe: () => client.getChainId(),
  });
  await process.ready();
  return process;
}

function locateAnvil(): string {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${architecture}`;
  try {
    const manifest = fileURLToPath(import.meta.resolve(`${name}/package.json`));
    return join(manifest, "../bin", process.platform === "win32" ? "anvil.exe" : "anvil");
  } catch (cause) {
    throw new StackError(
      `No local chain for ${process.platform}-${process.arch} is installed (npm package ${name}). Run npm ci without --omit=optional.`,
      { cause },
    );
  }
}
