import { createPublicKey, verify } from "node:crypto";
import { canonicalBytes, isDigest, preAuthEncoding } from "@nexus/protocol";
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from "jose";
import type { Hex } from "viem";
import { z } from "zod";
import { CallDeniedError } from "../errors.ts";
import type { RunIdentity } from "./provider.ts";

/** A call of a host interface on behalf of a run. `sequence` counts the run's calls from 0. */
export type BrokeredCall = {
  readonly capability: string;
  readonly method: string;
  /** sha2-256 of the arguments. */
  readonly argumentsDigest: Hex;
  readonly sequence: number;
};

/** Whoever serves host calls holds one of these per run and asks it before each. */
export type CallGuard = {
  /** SPIFFE id of the run. */
  readonly id: string;
  /** @throws CallDeniedError naming the rule */
  check(call: BrokeredCall, proof: Uint8Array): void;
};

const CALL_TYPE = "application/vnd.nexus.call+json";
/** What JWT-SVID allows, less RSA's older padding. */
const ALGORITHMS = ["ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];

const digest = z.string().refine(isDigest);

const claimsShape = z.object({
  sub: z.string(),
  exp: z.number(),
  cnf: z.object({ jwk: z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() }) }),
  versionId: digest,
  clauseId: digest,
  policyDigest: digest,
  grantDigest: digest,
  capabilities: z.array(z.object({ name: z.string(), scope: z.array(z.string()) })),
});

/** The run's signature over one call, so that an SVID alone is worth nothing to who overhears it. */
export function proveCall({ sign }: Pick<RunIdentity, "sign">, call: BrokeredCall): Uint8Array {
  return sign(messageOf(call));
}

/**
 * Verifies a run's SVID against its issuer's keys and answers for the run's calls.
 * @throws CallDeniedError
 */
export async function openCallGuard({
  svid,
  jwks,
  audience,
  trustDomain,
  nowMs,
}: {
  readonly svid: string;
  readonly jwks: JSONWebKeySet;
  readonly audience: string;
  readonly trustDomain: string;
  nowMs(): number;
}): Promise<CallGuard> {
  const { sub, exp, cnf, capabilities } = await verifiedClaims(svid, { jwks, audience, nowMs });
  if (!sub.startsWith(`spiffe://${trustDomain}/`)) {
    throw new CallDeniedError({ rule: "trust-domain", reason: `${sub} isn't of ${trustDomain}` });
  }
  const key = createPublicKey({ key: cnf.jwk, format: "jwk" });
  const granted = new Set(capabilities.map(({ name }) => name));
  let next = 0;
  return {
    id: sub,
    check: (call, proof) => {
      const { capability, sequence } = call;
      if (nowMs() >= exp * 1_000)
        throw new CallDeniedError({ rule: "expired", reason: "the run's deadline is over" });
      if (!granted.has(capability))
        throw new CallDeniedError({ rule: "grant", reason: `the grant holds no ${capability}` });
      if (sequence !== next)
        throw new CallDeniedError({
          rule: "sequence",
          reason: `it is call ${sequence}, and ${next} is next`,
        });
      if (!verify(null, messageOf(call), key, proof))
        throw new CallDeniedError({ rule: "proof", reason: "the run's key didn't sign this call" });
      next += 1;
    },
  };
}

async function verifiedClaims(
  svid: string,
  { jwks, audience, nowMs }: { jwks: JSONWebKeySet; audience: string; nowMs(): number },
) {
  try {
    const { payload } = await jwtVerify(svid, createLocalJWKSet(forSvids(jwks)), {
      algorithms: ALGORITHMS,
      audience,
      requiredClaims: ["sub", "exp", "aud"],
      currentDate: new Date(nowMs()),
    });
    return claimsShape.parse(payload);
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) && !(cause instanceof z.ZodError)) throw cause;
    const reason = cause instanceof z.ZodError ? "its claims aren't those of a run" : cause.message;
    throw new CallDeniedError({ rule: "svid", reason, cause });
  }
}

/** SPIFFE marks keys of JWT-SVIDs with a use of its own, which JOSE doesn't know; others sign no SVIDs. */
function forSvids({ keys }: JSONWebKeySet): JSONWebKeySet {
  return { keys: keys.filter(({ use }) => use === "jwt-svid").map(({ use: _, ...key }) => key) };
}

function messageOf({ capability, method, argumentsDigest, sequence }: BrokeredCall): Uint8Array {
  return preAuthEncoding(CALL_TYPE, canonicalBytes({ capability, method, argumentsDigest, sequence }));
}
