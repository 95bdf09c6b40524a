import { mkdirSync } from "node:fs";
import { type ManagedProcess, startProcess } from "./process.ts";

/** Starts the IPFS process of the stack: one folder of blocks, read over a gateway on loopback. */
export async function startGatewayProcess(options: {
  directory: string;
  port: number;
  logFile: string;
}): Promise<ManagedProcess> {
  mkdirSync(options.directory, { recursive: true });
  const managed = startProcess({
    name: "IPFS gateway",
    command: process.execPath,
    args: [
      import.meta.resolve("@nexus/content/gateway").replace("file://", ""),
      options.directory,
      String(options.port),
    ],
    logFile: options.logFile,
    probe: () => fetch(`http://127.0.0.1:${options.port}/`),
  });
  await managed.ready();
  return managed;
}
