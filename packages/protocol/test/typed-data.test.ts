import {
  type BallotMessage,
  ballotTypedData,
  type ClauseEventMessage,
  clauseEventTypedData,
  eventIdOf,
  type PluginReleaseMessage,
  type PolicyMessage,
  pluginReleaseTypedData,
  policyTypedData,
  type RunReceiptMessage,
  type RunStatementMessage,
  runReceiptTypedData,
  runStatementTypedData,
  type SigningDomain,
} from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, hashTypedData, type TypedDataDefinition } from "viem";
import { vectors } from "./vectors.ts";

interface Case {
  contract: string;
  type: string;
  encodedType: string;
  message: Record<string, string | number>;
  structHash: Hex;
  digest: Hex;
}

const { cases, ...domain } = vectors<SigningDomain & { cases: Case[] }>("typed-data");

/** JSON has no bigint: those fields are strings of digits. */
function messageOf<T>({ message }: Case): T {
  const wide = ["nonce", "proposalId"];
  const entries = Object.entries(message).map(([name, value]) => [
    name,
    wide.includes(name) ? BigInt(value) : value,
  ]);
  return Object.fromEntries(entries) as T;
}

/** Each kind of typed data has a type of its own; these tests treat them all as one. */
const general = (typedData: unknown) => typedData as TypedDataDefinition;

function typedDataOf(item: Case): TypedDataDefinition {
  switch (item.contract) {
    case "PluginRegistry":
      return general(pluginReleaseTypedData(domain, messageOf<PluginReleaseMessage>(item)));
    case "ClauseRegistry":
      return general(clauseEventTypedData(domain, messageOf<ClauseEventMessage>(item)));
    case "ReviewBoard":
      return general(ballotTypedData(domain, messageOf<BallotMessage>(item)));
    case "ResultConsensus":
      return item.type === "RunReceipt"
        ? general(runReceiptTypedData(domain, messageOf<RunReceiptMessage>(item)))
        : general(runStatementTypedData(domain, messageOf<RunStatementMessage>(item)));
    case "AccessManager":
      return general(policyTypedData(domain, messageOf<PolicyMessage>(item)));
    default:
      throw new Error(`No typed data for ${item.contract}.`);
  }
}

/** The type as EIP-712 encodes it, read from viem's definition. */
function encodedType({ types, primaryType }: TypedDataDefinition): string {
  const fields = (types as unknown as Record<string, { name: string; type: string }[]>)[primaryType] ?? [];
  return `${primaryType}(${fields.map(({ name, type }) => `${type} ${name}`).join(",")})`;
}

describe("typed data", () => {
  cases.forEach((item, i) => {
    it(`of ${item.type} (case ${i}) has the digest that its contract checks`, () => {
      const typedData = typedDataOf(item);
      expect(encodedType(typedData)).to.equal(item.encodedType);
      expect(hashTypedData(typedData)).to.equal(item.digest);
    });
  });

  it("of a ballot with empty reason and params is stock Governor's Ballot", () => {
    const ballot = {
      proposalId: 1n,
      support: 1,
      voter: domain.verifyingContract,
      reason: "",
      params: "0x",
    } as const;
    expect(ballotTypedData(domain, ballot).primaryType).to.equal("Ballot");
  });

  it("binds the chain and the contract", () => {
    const ballot = { proposalId: 1n, support: 1, voter: domain.verifyingContract } as const;
    const digests = [
      domain,
      { ...domain, chainId: 1 },
      { ...domain, verifyingContract: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266" as const },
    ].map((at) => hashTypedData(general(ballotTypedData(at, ballot))));
    expect(new Set(digests).size).to.equal(3);
  });

  it("names a clause event by its struct hash", () => {
    for (const item of cases.filter(({ type }) => type === "ClauseEvent")) {
      expect(eventIdOf(messageOf<ClauseEventMessage>(item))).to.equal(item.structHash);
    }
  });
});
