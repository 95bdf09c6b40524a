import { packSemVer } from "@nexus/protocol";
import { encodeFunctionData } from "viem";
import { type NexusClient, send } from "../client.ts";
import { findVersion } from "./versions.ts";

/** Names a certified version as the successor of an earlier one of the same plugin, as that plugin's owner. */
export async function supersedeVersion(
  client: NexusClient,
  { version, previous }: { version: string; previous: string },
) {
  const { address, abi } = client.contracts.reviewBoard;
  const later = await findVersion(client, version);
  const earlier = await findVersion(client, previous);
  const args = [later.pluginId, packSemVer(later.version), packSemVer(earlier.version)] as const;
  const data = encodeFunctionData({ abi, functionName: "supersede", args });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, versionId: later.versionId, supersedes: earlier.versionId };
}
