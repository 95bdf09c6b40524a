import { createPublicKey, verify } from "node:crypto";
import { grantDigest, identityPath, RUN_LIMITS } from "@nexus/protocol";
import { expect } from "chai";
import { decodeJwt, decodeProtectedHeader, type JSONWebKeySet } from "jose";
import { hexToBytes } from "viem";
import { CallDeniedError, IdentityExpiredError } from "../../src/errors.ts";
import { type BrokeredCall, openCallGuard, proveCall } from "../../src/identity/call-guard.ts";
import type { IdentityProvider, IdentityRequest } from "../../src/identity/provider.ts";
import { hashOf } from "../doubles/chain.ts";

export const AUDIENCE = "spiffe://nexus.test/broker";
export const TRUST_DOMAIN = "nexus.test";

const NOW_MS = 1_800_000_000_000;

export const REQUEST: IdentityRequest = {
  executor: "0x00000000000000000000000000000000000000eE",
  taskId: hashOf("task"),
  versionId: hashOf("version"),
  artifactDigest: hashOf("artifact"),
  clauseId: hashOf("clause"),
  policyDigest: hashOf("policy"),
  grant: {
    capabilities: [{ name: "log", scope: [] }],
    limits: RUN_LIMITS,
    isolation: "plugin",
    walls: ["process"],
  },
  expiresAt: NOW_MS / 1_000 + 60,
};

const CALL: BrokeredCall = {
  capability: "log",
  method: "write",
  argumentsDigest: hashOf("arguments"),
  sequence: 0,
};

export type Clock = { nowMs: number };

/** What holds for every provider of identities, opened with a clock that the test moves. */
export function identityBehaviors(open: (clock: Clock) => Promise<IdentityProvider>): void {
  let clock: Clock;
  let provider: IdentityProvider;

  beforeEach(async () => {
    clock = { nowMs: NOW_MS };
    provider = await open(clock);
  });

  const guardOf = async (
    svid: string,
    changes: { jwks?: JSONWebKeySet; audience?: string; trustDomain?: string } = {},
  ) =>
    openCallGuard({
      svid,
      jwks: await provider.jwks(),
      audience: AUDIENCE,
      trustDomain: TRUST_DOMAIN,
      nowMs: () => clock.nowMs,
      ...changes,
    });

  const ruleOf = async (work: () => unknown): Promise<string> => {
    try {
      await work();
    } catch (fault) {
      if (fault instanceof CallDeniedError) return fault.rule;
      throw fault;
    }
    throw new Error("it was allowed");
  };

  it("names executor, component and run, and says what the run may do until its deadline", async () => {
    const { id, svid: issue, key } = await provider.issue(REQUEST);
    const svid = await issue();
    expect(id).to.equal(`spiffe://nexus.test${identityPath(REQUEST)}`);
    const { cnf, jti, iat, iss: _, ...claims } = decodeJwt(svid);
    expect(claims).to.deep.include({
      sub: id,
      aud: AUDIENCE,
      exp: REQUEST.expiresAt,
      versionId: REQUEST.versionId,
      clauseId: REQUEST.clauseId,
      policyDigest: REQUEST.policyDigest,
      grantDigest: grantDigest(REQUEST.grant),
      capabilities: REQUEST.grant.capabilities,
    });
    expect(iat).to.equal(NOW_MS / 1_000);
    expect(jti).to.be.a("string");
    const { x } = (cnf as { jwk: { x: string } }).jwk;
    expect(Buffer.from(x, "base64url")).to.deep.equal(Buffer.from(hexToBytes(key)));
    expect(decodeProtectedHeader(svid)).to.include.keys("alg", "kid");
  });

  it("gives every run a key of its own, and no private half to read", async () => {
    const [one, two] = [await provider.issue(REQUEST), await provider.issue(REQUEST)];
    expect(one.key).to.not.equal(two.key);
    expect(JSON.stringify([one, await provider.jwks()])).to.not.match(/"d":/);
  });

  it("signs with the run's key until the run's deadline, and not from then on", async () => {
    const { key, sign } = await provider.issue(REQUEST);
    const bytes = new TextEncoder().encode("something");
    const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(hexToBytes(key)).toString("base64url") };
    const signature = sign(bytes);
    expect(verify(null, bytes, createPublicKey({ key: jwk, format: "jwk" }), signature)).to.equal(true);
    clock.nowMs = REQUEST.expiresAt * 1_000;
    expect(() => sign(bytes)).to.throw(IdentityExpiredError);
  });

  it("lets a run make the calls that it was granted, one after the other", async () => {
    const identity = await provider.issue(REQUEST);
    const guard = await guardOf(await identity.svid());
    expect(guard.id).to.equal(identity.id);
    for (const sequence of [0, 1, 2])
      guard.check({ ...CALL, sequence }, proveCall(identity, { ...CALL, sequence }));
  });

  it("denies a call beyond the grant", async () => {
    const identity = await provider.issue(REQUEST);
    const guard = await guardOf(await identity.svid());
    const call = { ...CALL, capability: "chain-read" };
    expect(await ruleOf(() => guard.check(call, proveCall(identity, call)))).to.equal("grant");
  });

  it("denies a call that was made before, or out of order", async () => {
    const identity = await provider.issue(REQUEST);
    const guard = await guardOf(await identity.svid());
    const proof = proveCall(identity, CALL);
    guard.check(CALL, proof);
    expect(await ruleOf(() => guard.check(CALL, proof))).to.equal("sequence");
    const skipping = { ...CALL, sequence: 2 };
    expect(await ruleOf(() => guard.check(skipping, proveCall(identity, skipping)))).to.equal("sequence");
  });

  it("denies a call whose proof is of another call or another run", async () => {
    const [identity, other] = [await provider.issue(REQUEST), await provider.issue(REQUEST)];
    const guard = await guardOf(await identity.svid());
    const changed = { ...CALL, argumentsDigest: hashOf("other arguments") };
    expect(await ruleOf(() => guard.check(changed, proveCall(identity, CALL)))).to.equal("proof");
    expect(await ruleOf(() => guard.check(CALL, proveCall(other, CALL)))).to.equal("proof");
    expect(await ruleOf(() => guard.check(CALL, new Uint8Array()))).to.equal("proof");
  });

  it("denies calls after the run's deadline, and an SVID that is over", async () => {
    const identity = await provider.issue(REQUEST);
    const proof = proveCall(identity, CALL);
    const guard = await guardOf(await identity.svid());
    clock.nowMs = REQUEST.expiresAt * 1_000;
    expect(await ruleOf(() => guard.check(CALL, proof))).to.equal("expired");
    expect(await ruleOf(async () => guardOf(await identity.svid()))).to.equal("svid");
  });

  it("denies an SVID of another issuer, for another audience, of another trust domain, or changed", async () => {
    const svid = await (await provider.issue(REQUEST)).svid();
    const foreign = await (await (await open(clock)).issue(REQUEST)).svid();
    expect(await ruleOf(() => guardOf(foreign))).to.equal("svid");
    expect(await ruleOf(() => guardOf(svid, { audience: "spiffe://nexus.test/elsewhere" }))).to.equal("svid");
    expect(await ruleOf(() => guardOf(svid, { trustDomain: "nexus" }))).to.equal("trust-domain");
    expect(await ruleOf(() => guardOf(svid, { jwks: { keys: [] } }))).to.equal("svid");
    const [header, payload, signature] = svid.split(".");
    const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString());
    const wider = { ...claims, capabilities: [{ name: "chain-read", scope: [] }] };
    const changed = Buffer.from(JSON.stringify(wider)).toString("base64url");
    expect(await ruleOf(() => guardOf([header, changed, signature].join(".")))).to.equal("svid");
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    expect(await ruleOf(() => guardOf(`${none}.${payload}.`))).to.equal("svid");
  });
}
