import { certificationRegistryAbi, disputeManagerAbi, reviewBoardAbi } from "@nexus/protocol";
import { expect } from "chai";
import { type Abi, type Address, encodeAbiParameters, encodeEventTopics, type Hex, zeroAddress } from "viem";
import { rpcBlocks } from "../../src/chain/blocks.ts";
import type { ChainAccess } from "../../src/chain/client.ts";
import { hashOf } from "../doubles/chain.ts";

const VERSION = hashOf("version");

/** A log of a contract, as a node gives it; what isn't indexed is zero. */
const logOf = (address: Address, abi: Abi, eventName: string, args: Record<string, unknown>) => {
  const event = abi.find((item) => item.type === "event" && item.name === eventName);
  const inputs = event?.type === "event" ? event.inputs.filter(({ indexed }) => indexed !== true) : [];
  const zeros = inputs.map(({ type }) =>
    type === "bool" ? false : type === "address" ? zeroAddress : zero(type),
  );
  const topics = encodeEventTopics({ abi, eventName, args } as never);
  const place = { blockNumber: 5n, blockHash: hashOf("block"), transactionHash: hashOf("tx"), logIndex: 0 };
  return { address, topics, data: encodeAbiParameters(inputs, zeros), ...place };
};
const zero = (type: string) => (type.startsWith("bytes") ? (`0x${"00".repeat(32)}` as Hex) : 0n);

describe("logs, as the executor understands them", () => {
  const names = [
    ...["ResultConsensus", "ReviewBoard", "BountyEscrow", "DisputeManager", "CertificationRegistry"],
  ];
  const contracts = Object.fromEntries(
    names.map((name, i) => [name, `0x${String(i + 1).padStart(40, "0")}`]),
  ) as Record<string, Address>;
  const at = (name: string): Address => contracts[name] ?? "0x";

  const eventsOf = async (...logs: unknown[]) => {
    const client = {
      getLogs: async ({ address }: { address: readonly Address[] }) => {
        expect(address).to.have.members(Object.values(contracts));
        return logs;
      },
    };
    const access = { client, deployment: { chainId: 31_337, contracts } } as unknown as ChainAccess;
    return rpcBlocks(access, 1).eventsIn(1n, 9n);
  };

  it("make the keeper look at a review when it is submitted, and again when a dispute lets it go", async () => {
    const args = { proposalId: 7n, versionId: VERSION };
    const logs = ["ReviewSubmitted", "ReviewReleased"].map((name) =>
      logOf(at("ReviewBoard"), reviewBoardAbi as Abi, name, args),
    );
    const kept = { type: "keep", item: { kind: "review", id: "7" } };
    expect(await eventsOf(logs[1])).to.deep.equal([kept]);
    expect((await eventsOf(...logs)).length).to.be.above(0);
  });

  it("tell of what is certified", async () => {
    const args = { versionId: VERSION, attester: at("ReviewBoard") };
    const abi = certificationRegistryAbi as Abi;
    const logs = ["CertificationAttested", "CertificationRevoked"].map((name) =>
      logOf(at("CertificationRegistry"), abi, name, args),
    );
    expect(await eventsOf(logs[0])).to.deep.equal([{ type: "certified", versionId: VERSION }]);
    expect(await eventsOf(logs[1])).to.deep.equal([]);
    const stranger = { ...args, attester: at("BountyEscrow") };
    const own = logOf(at("CertificationRegistry"), abi, "CertificationAttested", stranger);
    expect(await eventsOf(own)).to.deep.equal([]);
  });

  it("make the keeper look after a dispute", async () => {
    const args = { disputeId: 3n, kind: 2, subject: VERSION };
    const log = logOf(at("DisputeManager"), disputeManagerAbi as Abi, "DisputeOpened", args);
    expect(await eventsOf(log)).to.deep.equal([{ type: "keep", item: { kind: "dispute", id: "3" } }]);
  });
});
