import {
  CertificationStatus,
  certificateTokenAbi,
  certificationRegistryAbi,
  pluginRegistryAbi,
} from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import { type Address, BaseError, ContractFunctionRevertedError, type Hex } from "viem";
import { type Config, useConfig } from "wagmi";
import { readContract } from "wagmi/actions";
import { explained } from "../../chain/explained.ts";
import { useRuntime } from "../../config/context.tsx";
import type { RuntimeConfig } from "../../config/runtime-config.ts";
import type { CredentialVersion } from "./queries.ts";

type Contracts = RuntimeConfig["contracts"];

/** The answer, or `undefined` if the contract refuses with the named error. */
async function orRefusal<T>(reading: Promise<T>, refusal: string): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const reverted =
      error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError);
    if (reverted instanceof ContractFunctionRevertedError && reverted.data?.errorName === refusal)
      return undefined;
    throw error;
  }
}

/** What the chain says about a credential now. Times in Unix seconds; `holder` is undefined if it was never minted. */
async function readChainFacts(config: Config, contracts: Contracts, versionId: Hex) {
  const token = { address: contracts.CertificateToken, abi: certificateTokenAbi } as const;
  const registry = { address: contracts.CertificationRegistry, abi: certificationRegistryAbi } as const;
  const args = [versionId, contracts.ReviewBoard] as const;
  const [minted, board, status, certification] = await Promise.all([
    orRefusal(
      readContract(config, { ...token, functionName: "verify", args: [BigInt(versionId)] }),
      "ERC721NonexistentToken",
    ),
    readContract(config, { ...token, functionName: "board" }),
    readContract(config, { ...registry, functionName: "statusOf", args }),
    readContract(config, { ...registry, functionName: "certificationOf", args }),
  ]);
  return { holder: minted?.[1], board, status: CertificationStatus[status] ?? "None", certification };
}

export type ChainFacts = Awaited<ReturnType<typeof readChainFacts>>;

/** What the chain says about a credential, read again every few seconds. */
export function useChainFacts(versionId: Hex) {
  const config = useConfig();
  const { contracts } = useRuntime();
  return useQuery({
    queryKey: ["credential", contracts.CertificateToken, versionId],
    queryFn: () => explained(readChainFacts(config, contracts, versionId)),
    refetchInterval: 4_000,
  });
}

/** The publisher that the registry names for exactly this content; the index needn't be trusted then. */
async function readPublisher(
  config: Config,
  contracts: Contracts,
  version: CredentialVersion,
): Promise<Address> {
  const { id, manifestDigest, artifactDigest, clauseId, module } = version;
  const content = {
    manifestDigest,
    artifactDigest,
    clauseId,
    module: module ?? "0x0000000000000000000000000000000000000000",
  } as const;
  const { publisher } = await readContract(config, {
    address: contracts.PluginRegistry,
    abi: pluginRegistryAbi,
    functionName: "versionWithContent",
    args: [id, content],
  });
  return publisher;
}

/** The version's publisher, after the chain confirmed the content that the index gave. */
export function usePublisher(version: CredentialVersion | undefined) {
  const config = useConfig();
  const { contracts } = useRuntime();
  return useQuery({
    queryKey: ["credential-publisher", contracts.PluginRegistry, version?.id, version?.manifestDigest],
    queryFn: () => (version === undefined ? undefined : explained(readPublisher(config, contracts, version))),
    enabled: version !== undefined,
  });
}
