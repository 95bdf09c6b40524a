import { resultConsensusAbi } from "@nexus/protocol";
import { expect } from "chai";
import { type AbiEvent, type Address, type Hex, pad, parseAbiItem } from "viem";
import { countEvents, differences, type EmittedEvent, indexFacts, type Names } from "./crash-outcome.ts";

const EXECUTOR: Address = "0xAbcdefabcdefAbcdEfaBcdefAbCdefabcdefabCd";
const [AUDIT, RUN]: [Hex, Hex] = [pad("0xa1"), pad("0xb2")];

const names: Names = {
  addresses: new Map([[EXECUTOR.toLowerCase() as Address, "executor-1"]]),
  tasks: new Map([
    [AUDIT, "audit"],
    [RUN, "run"],
  ]),
};

function event(item: AbiEvent, args: Record<string, unknown>): EmittedEvent {
  return { name: item.name, args, inputs: item.inputs };
}

const revealedItem = resultConsensusAbi.find(
  (item) => item.type === "event" && item.name === "ResultRevealed",
);

function revealed(taskId: Hex, resultDigest: Hex, receiptDigest: Hex): EmittedEvent {
  const args = { taskId, executor: EXECUTOR, resultDigest, signal: 1, receiptDigest };
  return event(revealedItem as AbiEvent, args);
}

describe("outcome of a walk in the crash test", () => {
  it("says who did what, without ids and digests", () => {
    const counted = countEvents([revealed(AUDIT, pad("0x01"), pad("0x02"))], names);
    expect(counted).to.deep.equal({ "event ResultRevealed taskId=audit executor=executor-1 signal=1": 1 });
  });

  it("is the same for two walks that differ in digests alone", () => {
    const one = countEvents([revealed(AUDIT, pad("0x01"), pad("0x02"))], names);
    const other = countEvents([revealed(AUDIT, pad("0x03"), pad("0x04"))], names);
    expect(differences(one, other)).to.deep.equal([]);
  });

  it("shows a reveal that came twice, and one that went to another task", () => {
    const once = [revealed(AUDIT, pad("0x01"), pad("0x02")), revealed(RUN, pad("0x05"), pad("0x06"))];
    const twice = [revealed(AUDIT, pad("0x01"), pad("0x02")), revealed(AUDIT, pad("0x01"), pad("0x02"))];
    expect(differences(countEvents(once, names), countEvents(twice, names))).to.deep.equal([
      "event ResultRevealed taskId=audit executor=executor-1 signal=1: 1 undisturbed, 2 now",
      "event ResultRevealed taskId=run executor=executor-1 signal=1: 1 undisturbed, none now",
    ]);
  });

  it("keeps amounts, and drops times, version numbers and proposal ids", () => {
    const item = parseAbiItem(
      "event Paid(uint256 bountyId, uint256 amount, uint48 until, uint32 patch, uint8 support, bytes32 other)",
    );
    const args = { bountyId: 7n, amount: 21n, until: 99, patch: 3, support: 1, other: pad("0x09") };
    expect(countEvents([event(item, args)], names)).to.deep.equal({ "event Paid amount=21 support=1": 1 });
  });

  it("looks into structs and keeps an address that has no name", () => {
    const item = parseAbiItem([
      "event Opened(Terms terms)",
      "struct Terms { uint96 reward; uint48 deadline; address payee; }",
    ]);
    const payee: Address = "0x0000000000000000000000000000000000000009";
    const args = { terms: { reward: 5n, deadline: 12, payee } };
    expect(countEvents([event(item as AbiEvent, args)], names)).to.deep.equal({
      [`event Opened reward=5 payee=${payee}`]: 1,
    });
  });

  it("tells what the index says without ids, hashes and times, but whether they are there", () => {
    const told = {
      taskId: AUDIT,
      stage: "Settled",
      reward: 30n,
      endedAt: 1_795_459_624,
      event: { inputDigest: pad("0x07"), inputCid: "bafk", revokedAt: 0, clause: null },
      asOf: { block: 7, timestamp: 9 },
    };
    expect(indexFacts(told, names)).to.deep.equal({
      "index taskId": "set",
      "index stage": "Settled",
      "index reward": "30",
      "index endedAt": "set",
      "index event": '{"inputDigest":"set","inputCid":"set","revokedAt":0,"clause":null}',
      "index asOf": "set",
    });
  });

  it("is the same for an index that lists executors in another order, but not for a receipt that is missing", () => {
    const other: Address = "0x0000000000000000000000000000000000000007";
    const known = { ...names, addresses: new Map([...names.addresses, [other, "executor-2"]]) };
    const one = { address: EXECUTOR, receipt: { receiptDigest: pad("0x01") } };
    const two = { address: other, receipt: { receiptDigest: pad("0x02") } };
    const facts = (executors: object[]) => indexFacts({ executors }, known);
    expect(differences(facts([one, two]), facts([two, one]))).to.deep.equal([]);
    expect(differences(facts([one, two]), facts([{ ...one, receipt: null }, two]))).to.have.length(1);
  });

  it("names every fact that differs, with both values", () => {
    const found = differences({ a: true, b: "Valid", c: 1 }, { a: true, b: "None", d: 2 });
    expect(found).to.deep.equal([
      "b: Valid undisturbed, None now",
      "c: 1 undisturbed, none now",
      "d: none undisturbed, 2 now",
    ]);
  });
});
