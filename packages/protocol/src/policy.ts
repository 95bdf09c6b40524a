import type { Address, Hex } from "viem";
import { z } from "zod";
import defaultPolicy from "../policy/default.policy.json" with { type: "json" };
import { canonicalBytes, inspectCanonical } from "./canonical.ts";
import { sha256Digest } from "./digest.ts";
import { InvalidPolicyError, NotCanonicalError } from "./errors.ts";
import { type Policy, policySchema } from "./policy-schema.ts";
import { addressShape, faultsOf } from "./shapes.ts";
import { type PolicyMessage, policyTypedData } from "./typed-data.ts";

const signedPolicySchema = z.strictObject({
  policy: policySchema,
  chainId: z.int().positive(),
  authority: addressShape,
  signer: addressShape,
  signature: z.string().regex(/^0x([0-9a-f]{2})+$/u, "must be 0x and lower-case hex bytes"),
});

/** A policy and who stands behind it. `authority` is the AccessManager of the registry set that it is for. */
export interface SignedPolicy {
  readonly policy: Policy;
  readonly chainId: number;
  readonly authority: Address;
  readonly signer: Address;
  /** EIP-712 signature of `signedPolicyTypedData`, which isn't verified by reading it. */
  readonly signature: Hex;
}

/** A value that is a sound policy, such as one read from a draft. @throws InvalidPolicyError with every fault */
export function validatePolicy(value: unknown): Policy {
  try {
    canonicalBytes(value);
  } catch (cause) {
    if (cause instanceof NotCanonicalError) throw new InvalidPolicyError({ faults: cause.faults });
    throw cause;
  }
  const result = policySchema.safeParse(value);
  if (!result.success) throw new InvalidPolicyError({ faults: faultsOf(result.error.issues, value) });
  return result.data;
}

/** The policy that canonical bytes hold. @throws InvalidPolicyError with every fault */
export function parsePolicy(bytes: Uint8Array): Policy {
  const { value, faults } = inspectCanonical(bytes);
  if (faults.length > 0) throw new InvalidPolicyError({ faults });
  return validatePolicy(value);
}

/** Canonical bytes of a policy: what lies on IPFS. @throws InvalidPolicyError */
export function policyBytes(policy: Policy): Uint8Array {
  return canonicalBytes(validatePolicy(policy));
}

/** Of policies that were asked for before; nobody changes a policy. */
const digests = new WeakMap<Policy, Hex>();

/** sha2-256 of a policy's canonical bytes, as receipts name it. @throws InvalidPolicyError */
export function policyDigest(policy: Policy): Hex {
  const digest = digests.get(policy) ?? sha256Digest(policyBytes(policy));
  digests.set(policy, digest);
  return digest;
}

/** What applies where nobody signed another: it comes with the code and needs no signature. */
export const DEFAULT_POLICY: Policy = validatePolicy(defaultPolicy);

/** What the signer of a policy signs. */
export function policyMessage({ policy, signer }: Pick<SignedPolicy, "policy" | "signer">): PolicyMessage {
  return { policyDigest: policyDigest(policy), notAfter: policy.notAfter ?? 0, signer };
}

/** Typed data of a signed policy, over the domain of the set's AccessManager. */
export function signedPolicyTypedData(signed: Omit<SignedPolicy, "signature">) {
  const { chainId, authority } = signed;
  return policyTypedData({ chainId, verifyingContract: authority }, policyMessage(signed));
}

/** Canonical bytes of a signed policy. @throws InvalidPolicyError */
export function signedPolicyBytes(signed: SignedPolicy): Uint8Array {
  const bytes = canonicalBytes(signed);
  parseSignedPolicy(bytes);
  return bytes;
}

/** A signed policy, whose signature isn't verified here. @throws InvalidPolicyError with every fault */
export function parseSignedPolicy(bytes: Uint8Array): SignedPolicy {
  const { value, faults } = inspectCanonical(bytes);
  const result = signedPolicySchema.safeParse(value);
  const schemaFaults = result.success || value === undefined ? [] : faultsOf(result.error.issues, value);
  const all = [...faults, ...schemaFaults];
  if (all.length > 0 || !result.success) throw new InvalidPolicyError({ faults: all });
  return result.data as SignedPolicy;
}

/** JSON Schema 2020-12 of a policy: its structural rules. */
export function policyJsonSchema(): object {
  const schema = z.toJSONSchema(policySchema, { target: "draft-2020-12" });
  return { ...schema, $id: "urn:nexus:policy:1", title: "Nexus executor policy" };
}
