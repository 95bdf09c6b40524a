import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { grantDigest, identityPath } from "@nexus/protocol";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { toHex } from "viem";
import { IdentityExpiredError } from "../errors.ts";
import type { IdentityProvider, IdentityRequest } from "./provider.ts";

const ALGORITHM = "ES256";

export type LocalIssuerOptions = {
  /** Such as `nexus.local`. */
  readonly trustDomain: string;
  /** For whom SVIDs are: whoever brokers calls. */
  readonly audience: string;
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
};

/**
 * An issuer in this process. Its key lives in memory and isn't kept: after a restart the identities of earlier runs can't be
 * verified any more, and they have ended with their runs.
 */
export async function localIssuer({
  trustDomain,
  audience,
  nowMs,
}: LocalIssuerOptions): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    trustDomain,
    jwks: async () => ({ keys: [{ ...jwk, kid, alg: ALGORITHM, use: "jwt-svid" }] }),
    issue: async (request) => {
      const run = runKey(request.expiresAt, nowMs);
      const id = `spiffe://${trustDomain}${identityPath(request)}`;
      const svid = () =>
        new SignJWT(claimsOf(request, run.jwk))
          .setProtectedHeader({ alg: ALGORITHM, kid, typ: "JWT" })
          .setSubject(id)
          .setAudience(audience)
          .setJti(randomUUID())
          .setIssuedAt(Math.floor(nowMs() / 1_000))
          .setExpirationTime(request.expiresAt)
          .sign(privateKey);
      return { id, svid, key: run.key, sign: run.sign };
    },
  };
}

function claimsOf({ versionId, clauseId, policyDigest, grant }: IdentityRequest, jwk: JWK) {
  return {
    cnf: { jwk },
    versionId,
    clauseId,
    policyDigest,
    grantDigest: grantDigest(grant),
    capabilities: grant.capabilities,
  };
}

/** A key of one run, which signs nothing after the run's deadline. */
function runKey(expiresAt: number, nowMs: () => number) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const jwk = publicKey.export({ format: "jwk" }) as JWK;
  return {
    jwk,
    key: toHex(Buffer.from(jwk.x ?? "", "base64url")),
    sign: (bytes: Uint8Array): Uint8Array => {
      if (nowMs() >= expiresAt * 1_000) throw new IdentityExpiredError({ expiresAt });
      return new Uint8Array(sign(null, bytes, privateKey));
    },
  };
}
