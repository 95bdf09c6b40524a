import { type Deployment, RegistryKind, registryDirectoryAbi } from "@nexus/protocol";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  custom,
  getAddress,
  keccak256,
  toHex,
} from "viem";
import { SovereignMirror } from "../../ignition/modules/SovereignMirror.ts";
import { type Deploying, deployModule, type Provider } from "./deploy.ts";
import { DeploymentFailedError } from "./errors.ts";

/** The name under which `NexusDirectory` lists the home. */
const HOME = keccak256(toHex("nexus"));

/** Who a mirror is and whose. */
export interface MirrorTerms {
  readonly name: string;
  /** Admin of the mirror's own AccessManager. */
  readonly dao: Address;
}

/** Whether the directory lists, or ever listed, a registry of that name. */
export async function isListed(
  provider: Provider,
  { contracts }: Deployment,
  name: string,
): Promise<boolean> {
  const directory = { address: contracts.RegistryDirectory, abi: registryDirectoryAbi } as const;
  const client = createPublicClient({ transport: custom(provider) });
  const count = await client.readContract({ ...directory, functionName: "registryCount" });
  for (let place = 0n; place < count; place += 1n) {
    const id = await client.readContract({ ...directory, functionName: "registryAt", args: [place] });
    if (id === keccak256(toHex(name))) return true;
  }
  return false;
}

/**
 * Deploys a sovereign mirror of the home and lists it in the home's directory, as long as the deployer still may. The mirror is
 * found through the directory; no record names it. @throws DeploymentFailedError
 */
export async function deployMirror(
  provider: Provider,
  deploying: Deploying,
  { deployment, name, dao }: MirrorTerms & { deployment: Deployment },
): Promise<Address> {
  const { chainId, contracts } = deployment;
  const { PluginRegistry: pluginRegistry, CertificationRegistry: certificationRegistry } = contracts;
  const parameters = { certificationRegistry, home: contracts.ReviewBoard, dao };
  const deployed = await deployModule(provider, deploying, SovereignMirror, { SovereignMirror: parameters });
  const { AccessManager, MirrorAttester } = SovereignMirror.results;
  const attester = getAddress(deployed[MirrorAttester.id]?.address ?? "");
  const accessManager = getAddress(deployed[AccessManager.id]?.address ?? "");
  const transport = custom(provider);
  const wallet = createWalletClient({ account: getAddress(deploying.deployer), transport });
  const listed = { accessManager, pluginRegistry, certificationRegistry, attester };
  const hash = await wallet.writeContract({
    ...{ address: contracts.RegistryDirectory, abi: registryDirectoryAbi, chain: null },
    functionName: "list",
    args: [name, RegistryKind.indexOf("Mirror"), HOME, listed],
  });
  const { status } = await createPublicClient({ transport }).waitForTransactionReceipt({ hash });
  if (status !== "success")
    throw new DeploymentFailedError({ chainId, reason: `listing ${name} failed in transaction ${hash}` });
  return attester;
}
