import { readFile } from "node:fs/promises";
import {
  DEFAULT_POLICY,
  NxsError,
  type Policy,
  parseSignedPolicy,
  type SignedPolicy,
  signedPolicyTypedData,
  validatePolicy,
} from "@nexus/protocol";
import { type Address, verifyTypedData } from "viem";
import { type ChainAccess, sameAddress } from "./chain/client.ts";
import { PolicyFileError } from "./errors.ts";

/** Where policies come from. Without `common`, the one that comes with the code; `own` is the operator's and needs no signature. */
export type PolicySource = {
  readonly common: { readonly path: string; readonly signer: Address } | undefined;
  readonly own: string | undefined;
};

export type Policies = { readonly common: Policy; readonly own: Policy | undefined };

/**
 * Reads the policies and verifies the common one's signature (EOA or ERC-1271), which counts on one chain and registry set.
 * @throws PolicyFileError
 */
export async function openPolicies({ common, own }: PolicySource, access: ChainAccess): Promise<Policies> {
  return {
    common: common === undefined ? DEFAULT_POLICY : await openSigned(common, access),
    own: own === undefined ? undefined : await read(own, parseDraft),
  };
}

async function openSigned(
  { path, signer }: { readonly path: string; readonly signer: Address },
  { client, deployment }: ChainAccess,
): Promise<Policy> {
  const signed = await read(path, parseSignedPolicy);
  const authority = deployment.contracts.AccessManager;
  const isHere = signed.chainId === deployment.chainId && sameAddress(signed.authority, authority);
  if (!isHere) {
    const reason = `it was signed for ${signed.authority} on chain ${signed.chainId}, and this is ${authority} on chain ${deployment.chainId}`;
    throw new PolicyFileError({ path, reason });
  }
  if (!sameAddress(signed.signer, signer)) {
    const reason = `it names ${signed.signer} as its signer, and NEXUS_POLICY_SIGNER is ${signer}`;
    throw new PolicyFileError({ path, reason });
  }
  if (await isSigned(client, signed)) return signed.policy;
  const reason = `its signature isn't that of ${signer}; it was changed after signing, or signed by another key`;
  throw new PolicyFileError({ path, reason });
}

/** A key's signature needs no node; only a contract's does. */
async function isSigned(client: ChainAccess["client"], signed: SignedPolicy): Promise<boolean> {
  const { message, ...typedData } = signedPolicyTypedData(signed);
  const { signer: address, signature } = signed;
  const question = { ...typedData, message: { ...message }, address, signature };
  return (await verifyTypedData(question).catch(() => false)) || client.verifyTypedData(question);
}

async function read<T>(path: string, parse: (bytes: Uint8Array) => T): Promise<T> {
  try {
    return parse(await readFile(path));
  } catch (cause) {
    if (cause instanceof NxsError) throw new PolicyFileError({ path, reason: withoutStop(cause), cause });
    throw new PolicyFileError({ path, reason: "it can't be read", cause });
  }
}

/** An operator's own policy is nobody else's, so it may be written as people write JSON. */
function parseDraft(bytes: Uint8Array): Policy {
  return validatePolicy(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
}

function withoutStop({ message }: NxsError): string {
  return message.replace(/\.$/, "");
}
