import { BountyState, Eligibility, REFUSALS, refusalAbi } from "@nexus/protocol";
import { expect } from "chai";
import {
  type Abi,
  type AbiParameter,
  encodeErrorResult,
  getAddress,
  type Hex,
  parseAbi,
  zeroHash,
} from "viem";
import { explainRevert } from "../src/failure.ts";

const abi: Abi = refusalAbi;
const OWN =
  /^(BountyEscrow|Certificat|ClauseRegistry|ExecutorRegistry|PluginRegistry|ResultConsensus|Review)/;

const errors = abi.filter((entry) => entry.type === "error");

const alice = getAddress(`0x${"a1".repeat(20)}`);
const bob = getAddress(`0x${"b0".repeat(20)}`);

function sample({ type }: AbiParameter): unknown {
  if (type === "string") return "words";
  if (type === "bool") return true;
  if (type === "address") return alice;
  if (type.startsWith("uint")) return Number(type.slice(4)) > 48 ? 1n : 1;
  return `0x${"12".repeat(type === "bytes" ? 3 : Number(type.slice(5)))}`;
}

const explain = (errorName: string, args: readonly unknown[] = []) =>
  explainRevert(encodeErrorResult({ abi, errorName, args }));

describe("a contract's refusal", () => {
  for (const { name, inputs } of errors.filter(({ name }) => OWN.test(name))) {
    it(`${name} has a sentence that says it in one line`, () => {
      expect(Object.keys(REFUSALS)).to.include(name);
      const { message, refusal } = explain(name, inputs.map(sample));
      expect(refusal).to.equal(name);
      expect(message)
        .to.match(/[.] \(\w+\)$/)
        .and.to.not.match(/undefined|\[object|NaN|\n/);
    });
  }

  it("names the owner whose account is needed", () => {
    const { message } = explain("PluginRegistryNotOwner", [zeroHash, alice, bob]);
    expect(message).to.equal(
      `${alice} doesn't own this plugin, ${bob} does: sign with the owner's account. (PluginRegistryNotOwner)`,
    );
  });

  it("formats versions", () => {
    const version = (1n << 64n) | (2n << 32n) | 3n;
    const { message } = explain("PluginRegistryVersionNotAfter", [zeroHash, version, version + 1n]);
    expect(message).to.include("Version 1.2.3 isn't after 1.2.4");
  });

  for (const [reason, words] of [
    ["ConflictOfInterest", /conflict of interest/],
    ["AlreadyVoted", /has voted/],
    ["NoSeat", /no seat/],
  ] as const) {
    it(`tells a voter of ${reason}`, () => {
      const { message } = explain("ReviewBoardNotEligible", [7n, alice, Eligibility.indexOf(reason)]);
      expect(message).to.match(words).and.to.include(alice);
    });
  }

  it("names the states of a bounty", () => {
    const states = [BountyState.indexOf("Claimed"), BountyState.indexOf("Open")];
    const { message } = explain("BountyEscrowUnexpectedState", [3n, ...states]);
    expect(message)
      .to.include("Bounty 3 is Claimed, and this needs it Open")
      .and.to.include("nexus bounty show 3");
  });

  it("shows amounts in ETH", () => {
    expect(explain("AssetLedgerWrongValue", [1n, 10n ** 17n]).message).to.include("0.1 ETH");
  });

  it("without a sentence shows its name and arguments", () => {
    const { message, args } = explain("AccessManagedInvalidAuthority", [alice]);
    expect(message).to.equal(
      `The contract refused: AccessManagedInvalidAuthority(${alice}). (AccessManagedInvalidAuthority)`,
    );
    expect(args).to.deep.equal([alice]);
  });

  it("as plain text is shown as it is", () => {
    const plain = parseAbi(["error Error(string reason)"]);
    const data = encodeErrorResult({ abi: plain, errorName: "Error", args: ["no more seats"] });
    expect(explainRevert(data).message).to.include("no more seats");
  });

  it("that no contract knows shows its data", () => {
    const data: Hex = "0xdeadbeef0001";
    const { message, refusal } = explainRevert(data);
    expect(refusal).to.equal("0xdeadbeef");
    expect(message).to.include(data);
  });
});
