import type { Grant } from "@nexus/protocol";
import type { JSONWebKeySet } from "jose";
import type { Address, Hex } from "viem";

/** What a run's identity is about. */
export type IdentityRequest = {
  readonly executor: Address;
  readonly taskId: Hex;
  readonly versionId: Hex;
  readonly artifactDigest: Hex;
  readonly clauseId: Hex;
  readonly policyDigest: Hex;
  readonly grant: Grant;
  /** The run's deadline, in Unix seconds: the identity ends with it. */
  readonly expiresAt: number;
};

/** Who a run is. The supervisor holds it and shows it; nothing of it is ever given to the plugin. */
export type RunIdentity = {
  /** SPIFFE id. */
  readonly id: string;
  /** Its JWT-SVID, bound to `key` (RFC 7800), issued when a call is first shown with it. */
  svid(): Promise<string>;
  /** The run's own Ed25519 key, the public half. */
  readonly key: Hex;
  /** Signs with the run's own key. @throws IdentityExpiredError after the run's deadline */
  sign(bytes: Uint8Array): Uint8Array;
};

/** Gives runs identities that others can verify. One conformance suite holds for every provider. */
export type IdentityProvider = {
  readonly trustDomain: string;
  issue(request: IdentityRequest): Promise<RunIdentity>;
  /** The keys that verify its SVIDs. */
  jwks(): Promise<JSONWebKeySet>;
};
