import {
  accessManagerAbi,
  type Deployment,
  RegistryKind,
  registryDirectoryAbi,
  roles,
} from "@nexus/protocol";
import type { Address, PublicClient } from "viem";

/** A registry that the home's directory lists, and who administers it. */
export interface ListedRegistry {
  readonly name: string;
  readonly kind: RegistryKind;
  readonly attester: Address;
  readonly manager: Address;
  readonly delisted: boolean;
  readonly admins: readonly Address[];
}

type Reader = Pick<PublicClient, "readContract" | "getContractEvents">;

/** The registries of the directory, with the admins of their AccessManagers as their events and views tell them. */
export async function readRegistries(
  client: Reader,
  deployment: Deployment,
): Promise<readonly ListedRegistry[]> {
  const { contracts, startBlock } = deployment;
  const directory = { address: contracts.RegistryDirectory, abi: registryDirectoryAbi } as const;
  const count = await client.readContract({ ...directory, functionName: "registryCount" });
  const found: ListedRegistry[] = [];
  for (let place = 0n; place < count; place += 1n) {
    const id = await client.readContract({ ...directory, functionName: "registryAt", args: [place] });
    const args = [id] as const;
    const record = await client.readContract({ ...directory, functionName: "registry", args });
    const manager = record.contracts.accessManager;
    found.push({
      ...{ name: record.name, kind: RegistryKind[record.kind] ?? "Home", manager },
      ...{ attester: record.contracts.attester, delisted: record.delistedAt !== 0 },
      admins: await adminsOf(client, manager, BigInt(startBlock)),
    });
  }
  return found;
}

async function adminsOf(client: Reader, address: Address, fromBlock: bigint): Promise<readonly Address[]> {
  const manager = { address, abi: accessManagerAbi } as const;
  const filter = {
    eventName: "RoleGranted",
    args: { roleId: roles.ADMIN_ROLE },
    fromBlock,
    strict: true,
  } as const;
  const logs = await client.getContractEvents({ ...manager, ...filter });
  const accounts = [...new Set(logs.map(({ args }) => args.account))];
  const members = await Promise.all(
    accounts.map(async (account) => {
      const args = [roles.ADMIN_ROLE, account] as const;
      const [isMember] = await client.readContract({ ...manager, functionName: "hasRole", args });
      return isMember ? account : undefined;
    }),
  );
  return members.filter((account) => account !== undefined);
}
