import { readFileSync } from "node:fs";
import {
  canonicalBytes,
  DEFAULT_POLICY,
  DEVELOPMENT_MNEMONIC,
  InvalidPolicyError,
  type Policy,
  parsePolicy,
  parseSignedPolicy,
  policyBytes,
  policyDigest,
  policyJsonSchema,
  RUN_LIMITS,
  type SignedPolicy,
  sha256Digest,
  signedPolicyBytes,
  signedPolicyTypedData,
  validatePolicy,
} from "@nexus/protocol";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import fc from "fast-check";
import { verifyTypedData } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { thrownBy, word } from "./vectors.ts";

const [RULE] = DEFAULT_POLICY.rules;
const authority = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const account = mnemonicToAccount(DEVELOPMENT_MNEMONIC);

const faulty: [string, object, string][] = [
  ["a limit of nothing", { limits: { wallMs: 0 } }, "$.limits.wallMs"],
  ["memory of half a page", { limits: { memoryBytes: 100_000 } }, "$.limits.memoryBytes"],
  ["a limit that runs don't have", { limits: { patience: 3 } }, "$.limits.patience"],
  ["code", { rules: [{ ...RULE, when: "() => true" }] }, "$.rules[0].when"],
  ["a rule without a reason", { rules: [{ ...RULE, reason: "" }] }, "$.rules[0].reason"],
  ["a rule for no class", { rules: [{ ...RULE, classes: [] }] }, "$.rules[0].classes"],
  ["an unknown capability", { rules: [{ ...RULE, deny: ["network"] }] }, "$.rules[0].deny[0]"],
  ["an isolation of its own", { isolation: "none" }, "$.isolation"],
  ["a wall twice", { walls: ["process", "process"] }, "$.walls"],
  ["an end before time began", { notAfter: -1 }, "$.notAfter"],
];

describe("policies", () => {
  for (const [name, change, path] of faulty) {
    it(`may not have ${name}`, () => {
      const { faults } = thrownBy(() => validatePolicy({ ...DEFAULT_POLICY, ...change }), InvalidPolicyError);
      expect(faults.map((fault) => fault.path)).to.deep.equal([path]);
    });

    it(`may not have ${name} by their JSON Schema either`, () => {
      const validate = new Ajv2020({ strict: false }).compile(policyJsonSchema());
      expect(validate(DEFAULT_POLICY)).to.equal(true);
      expect(validate({ ...DEFAULT_POLICY, ...change })).to.equal(false);
    });
  }

  it("may not use a rule's id twice", () => {
    const call = () => validatePolicy({ ...DEFAULT_POLICY, rules: [RULE, RULE] });
    expect(thrownBy(call, InvalidPolicyError).faults.map(({ path }) => path)).to.deep.equal(["$.rules"]);
  });

  it("never throw anything but their own error, whatever the value", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        thrownBy(() => validatePolicy(value), InvalidPolicyError);
      }),
    );
  });

  it("have one digest, that of their canonical bytes", () => {
    const bytes = policyBytes(DEFAULT_POLICY);
    expect(policyDigest(DEFAULT_POLICY)).to.equal(sha256Digest(bytes));
    expect(parsePolicy(bytes)).to.deep.equal(DEFAULT_POLICY);
    const pretty = new TextEncoder().encode(JSON.stringify(DEFAULT_POLICY, null, 2));
    expect(() => parsePolicy(pretty)).to.throw(InvalidPolicyError, "isn't canonical");
  });

  it("may lower every limit of a run", () => {
    const limits = Object.fromEntries(Object.entries(RUN_LIMITS));
    expect(validatePolicy({ ...DEFAULT_POLICY, limits }).limits).to.deep.equal(RUN_LIMITS);
  });
});

describe("a signed policy", () => {
  const sign = async (policy: Policy) => {
    const unsigned = { policy, chainId: 31_337, authority, signer: account.address } as const;
    return { ...unsigned, signature: await account.signTypedData(signedPolicyTypedData(unsigned)) };
  };

  it("is verified over one chain and registry set, and not once it is changed", async () => {
    const signed = await sign(DEFAULT_POLICY);
    expect(parseSignedPolicy(signedPolicyBytes(signed))).to.deep.equal(signed);
    const verify = (changed: SignedPolicy) =>
      verifyTypedData({
        ...signedPolicyTypedData(changed),
        address: changed.signer,
        signature: changed.signature,
      });
    expect(await verify(signed)).to.equal(true);
    expect(await verify({ ...signed, chainId: 1 })).to.equal(false);
    expect(await verify({ ...signed, authority: `0x${"01".repeat(20)}` })).to.equal(false);
    const wider = { ...DEFAULT_POLICY, isolation: "run" as const };
    expect(await verify({ ...signed, policy: wider })).to.equal(false);
    expect(await verify({ ...signed, policy: { ...DEFAULT_POLICY, notAfter: 5 } })).to.equal(false);
  });

  it("isn't read with faults, of which all are told", () => {
    const bytes = canonicalBytes({
      policy: { ...DEFAULT_POLICY, name: "No" },
      chainId: 0,
      authority,
      signer: word(1),
    });
    const { faults } = thrownBy(() => parseSignedPolicy(bytes), InvalidPolicyError);
    expect(faults.map(({ path }) => path)).to.deep.equal([
      "$.policy.name",
      "$.chainId",
      "$.signer",
      "$.signature",
    ]);
  });
});

describe("the policy's JSON Schema", () => {
  it("is the committed one", () => {
    const file = new URL("../schema/policy.schema.gen.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8")), "run `npm run generate`").to.deep.equal(
      policyJsonSchema(),
    );
  });
});
