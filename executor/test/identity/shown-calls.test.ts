import { RUN_LIMITS, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { Broker } from "../../src/core/broker.ts";
import { CallDeniedError } from "../../src/errors.ts";
import { openCallGuard } from "../../src/identity/call-guard.ts";
import { localIssuer } from "../../src/identity/local-issuer.ts";
import type { RunIdentity } from "../../src/identity/provider.ts";
import { shownCalls } from "../../src/identity/shown-calls.ts";
import type { HostCall } from "../../src/sandbox/host-calls.ts";
import { hashOf } from "../doubles/chain.ts";
import { manifestOf } from "../doubles/plugin.ts";

const DOCUMENT = new TextEncoder().encode("a document");
const DIGEST = sha256Digest(DOCUMENT);
const CALL: HostCall = { interface: "clause-data", references: [DIGEST] };
const GRANTED = [{ name: "clause-data", scope: [DIGEST] }] as const;
const AUDIENCE = "spiffe://nexus.test/broker";
const EXPIRES_AT = 2_000;

describe("host calls shown with a run's identity", () => {
  let nowMs = 1_000_000;
  const read: string[] = [];

  beforeEach(() => {
    nowMs = 1_000_000;
    read.length = 0;
  });

  const issuer = () => localIssuer({ trustDomain: "nexus.test", audience: AUDIENCE, nowMs: () => nowMs });

  const identityOf = async (
    issuing: Awaited<ReturnType<typeof issuer>>,
    capabilities: readonly { name: "clause-data" | "log"; scope: string[] }[] = GRANTED.map((one) => ({
      ...one,
      scope: [...one.scope],
    })),
  ) =>
    issuing.issue({
      executor: "0x0000000000000000000000000000000000000001",
      taskId: hashOf("task"),
      versionId: hashOf("version"),
      artifactDigest: hashOf("artifact"),
      clauseId: hashOf("clause"),
      policyDigest: hashOf("policy"),
      grant: { capabilities, limits: RUN_LIMITS, isolation: "plugin", walls: ["process"] },
      expiresAt: EXPIRES_AT,
    });

  /** A broker whose calls are shown with what `shown` holds, to a guard that has the issuer's keys. */
  const brokerOf = async (
    issuing: Awaited<ReturnType<typeof issuer>>,
    shown: Pick<RunIdentity, "svid" | "sign">,
    audience = AUDIENCE,
  ) => {
    const jwks = await issuing.jwks();
    const guard = async () =>
      openCallGuard({
        svid: await shown.svid(),
        jwks,
        audience,
        trustDomain: "nexus.test",
        nowMs: () => nowMs,
      });
    return new Broker({
      nowMs: () => 0,
      grant: { capabilities: GRANTED.map((one) => ({ ...one, scope: [...one.scope] })), limits: RUN_LIMITS },
      manifest: manifestOf(),
      document: async (digest) => {
        read.push(digest);
        return DOCUMENT;
      },
      read: null,
      show: shownCalls(shown, guard),
    });
  };

  const denial = async (broker: Broker): Promise<string> => {
    const fault = await broker.answer(CALL).catch((error: unknown) => error);
    if (!(fault instanceof CallDeniedError)) throw new Error(`it wasn't denied: ${String(fault)}`);
    expect(read, "what was read").to.deep.equal([]);
    expect(broker.transcript).to.deep.equal([]);
    return fault.rule;
  };

  it("are answered, as many as there are", async () => {
    const issuing = await issuer();
    const broker = await brokerOf(issuing, await identityOf(issuing));
    for (let turn = 0; turn < 3; turn += 1) expect(await broker.answer(CALL)).to.include({ status: "ok" });
    expect(read).to.have.length(3);
  });

  it("are answered side by side", async () => {
    const issuing = await issuer();
    const broker = await brokerOf(issuing, await identityOf(issuing));
    const answers = await Promise.all([broker.answer(CALL), broker.answer(CALL)]);
    expect(answers.map(({ status }) => status)).to.deep.equal(["ok", "ok"]);
  });

  it("read nothing with another run's SVID", async () => {
    const issuing = await issuer();
    const [own, other] = [await identityOf(issuing), await identityOf(issuing)];
    expect(await denial(await brokerOf(issuing, { svid: other.svid, sign: own.sign }))).to.equal("proof");
  });

  it("read nothing with an SVID that grants less than the broker", async () => {
    const issuing = await issuer();
    const narrow = await identityOf(issuing, [{ name: "log", scope: [] }]);
    expect(await denial(await brokerOf(issuing, narrow))).to.equal("grant");
  });

  it("read nothing with an expired SVID, nor once the deadline is over", async () => {
    const issuing = await issuer();
    const identity = await identityOf(issuing);
    const late = await brokerOf(issuing, identity);
    const ended = await brokerOf(issuing, { ...identity, sign: () => new Uint8Array(64) });
    await ended.answer(CALL).catch(() => undefined);
    nowMs = EXPIRES_AT * 1_000;
    expect(await denial(late)).to.equal("svid");
    expect(await denial(ended)).to.equal("expired");
  });

  it("read nothing with an SVID for another audience, or of another issuer", async () => {
    const issuing = await issuer();
    const identity = await identityOf(issuing);
    expect(await denial(await brokerOf(issuing, identity, "spiffe://nexus.test/elsewhere"))).to.equal("svid");
    expect(await denial(await brokerOf(await issuer(), identity))).to.equal("svid");
  });

  it("aren't shown when they aren't granted: they are refused in the words that every executor has", async () => {
    const issuing = await issuer();
    const broker = await brokerOf(issuing, { svid: async () => "none", sign: () => new Uint8Array() });
    expect(await broker.answer({ interface: "chain-read", calls: [] })).to.deep.equal({
      status: "refused",
      case: "denied",
      message: "chain-read isn't granted",
    });
    expect(broker.denied).to.equal(1);
  });
});
