import { packSemVer } from "@nexus/protocol";
import { encodeFunctionData, keccak256, stringToBytes, zeroAddress } from "viem";
import { explained, type NexusClient, send } from "../client.ts";
import { ContractRefusalError } from "../errors.ts";
import type { PublishedVersion } from "./versions.ts";

/**
 * Registers the code of a version's on-chain module, without which the board doesn't take the version; undefined if there is
 * nothing to register.
 */
export async function registerModule(client: NexusClient, published: PublishedVersion) {
  const { versionId, name, version, content } = published;
  if (content.module === zeroAddress || (await isRegistered(client, published))) return undefined;
  const { address, abi } = client.contracts.certificationRegistry;
  const registry = client.contracts.pluginRegistry.address;
  const args = [registry, keccak256(stringToBytes(name)), packSemVer(version), content] as const;
  const data = encodeFunctionData({ abi, functionName: "registerModule", args });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, versionId, module: content.module };
}

async function isRegistered(client: NexusClient, { versionId }: PublishedVersion): Promise<boolean> {
  const { publicClient, contracts } = client;
  const read = { ...contracts.certificationRegistry, functionName: "moduleOf", args: [versionId] } as const;
  try {
    await explained(publicClient.readContract(read));
    return true;
  } catch (cause) {
    if (cause instanceof ContractRefusalError && cause.refusal === "ModuleRegistryUnknown") return false;
    throw cause;
  }
}
