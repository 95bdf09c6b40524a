import { expect } from "chai";
import { localIssuer } from "../../src/identity/local-issuer.ts";
import { AUDIENCE, identityBehaviors, TRUST_DOMAIN } from "../behaviors/identity.ts";

describe("an identity from the local issuer", () => {
  const open = (clock: { nowMs: number }) =>
    localIssuer({ trustDomain: TRUST_DOMAIN, audience: AUDIENCE, nowMs: () => clock.nowMs });

  identityBehaviors(open);

  it("is verified by keys that are published as a SPIFFE bundle has them", async () => {
    const { keys } = await (await open({ nowMs: 0 })).jwks();
    expect(keys.map(({ kty, crv, use, alg }) => ({ kty, crv, use, alg }))).to.deep.equal([
      { kty: "EC", crv: "P-256", use: "jwt-svid", alg: "ES256" },
    ]);
  });
});
