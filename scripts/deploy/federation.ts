import {
  accessManagerAbi,
  type Deployment,
  mirrorAttesterAbi,
  RegistryKind,
  registryDirectoryAbi,
  roles,
} from "@nexus/protocol";
import type { Address } from "viem";
import type { Check, Client } from "./check.ts";
import { checkCode } from "./code.ts";
import type { Artifacts } from "./deploy.ts";

/** What the home's directory lists: itself first, mirrors that are what they say they are, each in hands of its own. */
export async function checkRegistries(
  client: Client,
  artifacts: Artifacts,
  { contracts }: Deployment,
  deployer: Address,
): Promise<Check[]> {
  const directory = { address: contracts.RegistryDirectory, abi: registryDirectoryAbi } as const;
  const count = await client.readContract({ ...directory, functionName: "registryCount" });
  const checks: Check[] = [];
  for (let place = 0n; place < count; place += 1n) {
    const id = await client.readContract({ ...directory, functionName: "registryAt", args: [place] });
    const {
      kind,
      name,
      contracts: listed,
    } = await client.readContract({
      ...{ ...directory, functionName: "registry", args: [id] },
    });
    const shared =
      listed.pluginRegistry === contracts.PluginRegistry &&
      listed.certificationRegistry === contracts.CertificationRegistry;
    checks.push({ name: `${name} shares the home's registries`, holds: shared });
    if (RegistryKind[kind] === "Home") checks.push(homeCheck(contracts, listed));
    if (RegistryKind[kind] !== "Mirror") continue;
    checks.push(...(await checkCode(client, artifacts, "MirrorAttester", listed.attester)));
    checks.push(...(await checkCode(client, artifacts, "AccessManager", listed.accessManager)));
    checks.push(...(await checkMirror(client, { name, contracts, listed, deployer })));
  }
  return checks;
}

type Listed = { readonly accessManager: Address; readonly attester: Address };

function homeCheck({ ReviewBoard, AccessManager }: Deployment["contracts"], listed: Listed): Check {
  const holds = listed.attester === ReviewBoard && listed.accessManager === AccessManager;
  return { name: "the directory's home is this set", holds };
}

async function checkMirror(
  client: Client,
  mirror: { name: string; contracts: Deployment["contracts"]; listed: Listed; deployer: Address },
): Promise<Check[]> {
  const { name, contracts, listed, deployer } = mirror;
  const attester = { address: listed.attester, abi: mirrorAttesterAbi } as const;
  const manager = { address: listed.accessManager, abi: accessManagerAbi } as const;
  const [home, registry, authority] = await Promise.all([
    client.readContract({ ...attester, functionName: "home" }),
    client.readContract({ ...attester, functionName: "certifications" }),
    client.readContract({ ...attester, functionName: "authority" }),
  ]);
  const args = [roles.ADMIN_ROLE, deployer] as const;
  const [isAdmin] = await client.readContract({ ...manager, functionName: "hasRole", args });
  return [
    { name: `${name} mirrors the ReviewBoard`, holds: home === contracts.ReviewBoard },
    { name: `${name} certifies in the home's registry`, holds: registry === contracts.CertificationRegistry },
    { name: `${name} obeys its own AccessManager`, holds: authority === listed.accessManager },
    { name: `the deployer ${deployer} has no say in ${name}`, holds: !isAdmin },
  ];
}
