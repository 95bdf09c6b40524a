import { artifacts } from "hardhat";

/** Bytes of deployed code that a contract may have (EIP-170). */
export const CODE_LIMIT = 24_576;

/** Bytes of deployed code of every contract and linked library of `contracts/` but the mocks, by name. */
export async function measureSizes(): Promise<Readonly<Record<string, number>>> {
  const names = [...(await artifacts.getAllFullyQualifiedNames())].sort();
  const own = names.filter((name) => name.startsWith("contracts/") && !name.startsWith("contracts/mocks/"));
  const sizes: Record<string, number> = {};
  for (const name of own) {
    const { contractName, deployedBytecode } = await artifacts.readArtifact(name);
    const bytes = (deployedBytecode.length - 2) / 2;
    if (bytes > INLINED_LIBRARY) sizes[contractName] = bytes;
  }
  return sizes;
}

/** A library of internal functions alone leaves this stub, which nobody deploys; an interface leaves nothing. */
const INLINED_LIBRARY = 85;
