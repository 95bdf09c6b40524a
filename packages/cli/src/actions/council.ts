import { encodeFunctionData, parseEventLogs } from "viem";
import { explained, firstLog, type NexusClient, send } from "../client.ts";
import { versionIdOfReference } from "./versions.ts";

/** Suspends a certified version for `duration` seconds, as a member of the security council. */
export async function suspendVersion(
  client: NexusClient,
  { version, duration, reason }: { version: string; duration: number; reason: string },
) {
  const { address, abi } = client.contracts.securityCouncil;
  const versionId = await versionIdOfReference(client, version);
  const args = [versionId, duration, reason] as const;
  const data = encodeFunctionData({ abi, functionName: "suspend", args });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const event = firstLog(
    parseEventLogs({ abi, eventName: "VersionSuspended", logs }),
    "VersionSuspended",
    tx,
  );
  return { tx, versionId, member: event.args.member, until: event.args.until };
}

/** Who the security council is, until when, and for how long it may suspend. */
export async function showCouncil({ publicClient, contracts }: NexusClient) {
  const council = contracts.securityCouncil;
  const [term, members, mandateEndsAt, maximumSuspension] = await explained(
    Promise.all([
      publicClient.readContract({ ...council, functionName: "term", args: [] }),
      publicClient.readContract({ ...council, functionName: "members", args: [] }),
      publicClient.readContract({ ...council, functionName: "mandateEndsAt", args: [] }),
      publicClient.readContract({ ...council, functionName: "maximumSuspension", args: [] }),
    ]),
  );
  return { term, members, mandateEndsAt, maximumSuspension };
}
