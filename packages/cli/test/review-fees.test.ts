import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Conclusion, reviewFeesAbi } from "@nexus/protocol";
import { expect } from "chai";
import { encodeAbiParameters, encodeEventTopics, type Hex } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

const NXS = 10n ** 18n;
const voter = developmentAccount("security-1", 31_337).address;
const publisher = developmentAccount("publisher", 31_337).address;
const { ReviewFees } = deployment.contracts;

const paidLog = {
  address: ReviewFees,
  topics: encodeEventTopics({
    abi: reviewFeesAbi,
    eventName: "PayCollected",
    args: { proposalId: 7n, voter },
  }) as Hex[],
  data: encodeAbiParameters([{ type: "uint256" }], [10n * NXS]),
};

const settledLog = {
  address: ReviewFees,
  topics: encodeEventTopics({
    abi: reviewFeesAbi,
    eventName: "FeeSettled",
    args: { proposalId: 7n },
  }) as Hex[],
  data: encodeAbiParameters(
    [{ type: "uint8" }, { type: "uint256" }, { type: "uint256" }],
    [Conclusion.indexOf("Certified"), 200n * NXS, 170n * NXS],
  ),
};

describe("a review's fee", () => {
  let node: FakeNode;
  let directory: string;
  let collected: readonly unknown[] | undefined;
  let answer: Answer | undefined;

  beforeEach(async () => {
    answer = undefined;
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    node = await startFakeNode({
      mined: { status: "success", logs: [paidLog, settledLog] },
      calls: {
        collectPay: (args) => {
          collected = args;
          return answer ?? { value: 10n * NXS };
        },
        settle: () => answer ?? { value: [] },
      },
    });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const run = (...argv: string[]) =>
    nexus(["review", ...argv, "--rpc-url", node.url, "--deployment", "d.json"], { cwd: directory });

  it("pays the signer's vote, and says how much", async () => {
    const { code, out } = await run("pay", "7", "--account", "security-1");
    expect(code).to.equal(0);
    expect(collected).to.deep.equal([7n, voter]);
    expect(out.join("\n")).to.match(/amount +10 NXS/);
  });

  it("pays another's vote to its voter, who needs no gas", async () => {
    const { out } = await run("pay", "7", "--voter", voter, "--account", "verifier", "--json");
    expect(collected).to.deep.equal([7n, voter]);
    expect(JSON.parse(out[0] ?? "")).to.include({ proposalId: "7", voter, amount: String(10n * NXS) });
  });

  for (const [name, refusal, args, sentence] of [
    ["pay", "ReviewFeesUndecided", [7n, 0], /Review 7 is open for votes: wait until its vote ends/],
    ["pay", "ReviewFeesNoBallot", [7n, voter], /0x\w+ cast no vote in review 7: only a cast vote is paid/],
    ["pay", "ReviewFeesAlreadyCollected", [7n, voter], /in review 7 is paid already/],
    [
      "settle",
      "ReviewFeesUndecided",
      [7n, 1],
      /Review 7 is not decided for good yet: wait until it is decided/,
    ],
    ["settle", "ReviewFeesNotPublisher", [7n, voter, publisher], /only its publisher 0x\w+ may take it back/],
  ] as const) {
    it(`${name} explains ${refusal} and sends nothing`, async () => {
      answer = { refusal, args };
      const { err } = await run(name, "7", "--account", "security-1");
      expect(err[0])
        .to.match(/^CONTRACT_REFUSED: /)
        .and.to.match(sentence);
      expect(node.asked).to.not.include("eth_sendRawTransaction");
    });
  }

  it("is settled, and both parts told", async () => {
    const { out } = await run("settle", "7", "--account", "publisher", "--json");
    expect(JSON.parse(out[0] ?? "")).to.include({
      conclusion: "Certified",
      toPublisher: String(200n * NXS),
      toTreasury: String(170n * NXS),
    });
  });
});
