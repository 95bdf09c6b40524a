import {
  DEFAULT_POLICY,
  evaluatePolicies,
  grantDigest,
  type Policy,
  type PolicyVerdict,
  parametersFor,
  parseManifest,
  policyDigest,
  policyMessage,
  type SignedPolicy,
  signedPolicyTypedData,
} from "@nexus/protocol";
import { type Address, type Hex, verifyTypedData } from "viem";
import { type NexusClient, signerOf } from "../client.ts";
import { getBlock } from "./content.ts";
import { findVersion } from "./versions.ts";

/** What a policy says about one version. */
export interface PolicyExplanation extends PolicyVerdict {
  /** `name@version` */
  readonly plugin: string;
  readonly pluginClass: string;
  readonly clauseId: Hex;
  readonly policy: string;
  readonly policyDigest: Hex;
  readonly grantDigest: Hex;
  /** No refusal: executors behind the grant's walls run it. */
  readonly granted: boolean;
}

/** A policy signed by the client's account for its chain's registry set. Throws `AccountMissingError`. */
export async function signPolicy(client: NexusClient, { policy }: { policy: Policy }): Promise<SignedPolicy> {
  const account = signerOf(client);
  const { chainId, deployment } = client;
  const authority = deployment.contracts.AccessManager;
  const unsigned = { policy, chainId, authority, signer: account.address };
  const { message, ...typedData } = signedPolicyTypedData(unsigned);
  const signature = await account.signTypedData({ ...typedData, message: { ...message } });
  return { ...unsigned, signature };
}

/** Whether a key's signature is under a policy. A contract's can only be checked by executors, which ask its chain. */
export async function isPolicySigned(signed: SignedPolicy): Promise<boolean> {
  const { message, ...typedData } = signedPolicyTypedData(signed);
  const { signature, signer: address } = signed;
  return verifyTypedData({ ...typedData, message: { ...message }, address, signature }).catch(() => false);
}

/** What identifies a policy, signed or not. */
export function describePolicy(policy: Policy, signer: Address | null) {
  const { notAfter } = policyMessage({ policy, signer: signer ?? "0x" });
  return {
    name: policy.name,
    digest: policyDigest(policy),
    signer,
    notAfter: notAfter === 0 ? null : notAfter,
    policy,
  };
}

/**
 * What a published version would be granted for a clause (its leading one without `clauseId`), and what is refused by which rule.
 * Throws `VersionNotFoundError`, `InvalidManifestError`.
 */
export async function explainPolicy(
  client: NexusClient,
  {
    version,
    policy = DEFAULT_POLICY,
    own,
    clauseId,
  }: { version: string; policy?: Policy; own?: Policy; clauseId?: Hex },
): Promise<PolicyExplanation> {
  const found = await findVersion(client, version);
  const manifest = parseManifest(await getBlock(client, found.content.manifestDigest));
  const clause = clauseId ?? found.content.clauseId;
  const most = parametersFor(client.chainId).limits;
  const verdict = evaluatePolicies({ common: policy, own }, { manifest, clauseId: clause, most });
  return {
    plugin: `${found.name}@${found.version}`,
    pluginClass: manifest.pluginClass,
    clauseId: clause,
    policy: policy.name,
    policyDigest: policyDigest(policy),
    granted: verdict.refusals.length === 0,
    ...verdict,
    grantDigest: grantDigest(verdict.grant),
  };
}
