import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nexusGovernorAbi, ProposalState, reviewBoardAbi } from "@nexus/protocol";
import { expect } from "chai";
import {
  type Abi,
  type AbiEvent,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  keccak256,
  stringToBytes,
} from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

const { NexusGovernor, NexusToken, ReviewBoard } = deployment.contracts;
const holder = developmentAccount("holder-1", 31_337).address;
const rules = { quorumBps: 5_000, approvalBps: 6_667, mandatory: true };
const NXS = 10n ** 18n;
const ID = 77n;
const WHY = "Fewer reviewers are enough";

const data = encodeFunctionData({ abi: reviewBoardAbi, functionName: "setChamberRules", args: [2, rules] });
const created = {
  ...{ proposalId: ID, proposer: holder, targets: [ReviewBoard], values: [0n], signatures: [""] },
  ...{ calldatas: [data], voteStart: 1_700_000_000n, voteEnd: 1_700_000_015n, description: WHY },
};

type EventName = "ProposalCreated" | "ProposalQueued";

/** A log of the governor. */
function log(eventName: EventName, values: Readonly<Record<string, unknown>>) {
  const { inputs } = getAbiItem({ abi: nexusGovernorAbi as Abi, name: eventName }) as AbiEvent;
  const plain = encodeAbiParameters(
    inputs,
    inputs.map(({ name }) => values[name ?? ""]),
  );
  const topics = encodeEventTopics({ abi: nexusGovernorAbi, eventName }) as Hex[];
  return { address: NexusGovernor, topics, data: plain };
}

describe("dao", () => {
  let directory: string;
  let node: FakeNode;
  let answers: Record<string, Answer>;
  let state: ProposalState;
  let asked: unknown[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    state = "Active";
    asked = [];
    answers = {
      ...{ proposalSnapshot: { value: created.voteStart }, proposalDeadline: { value: created.voteEnd } },
      ...{ proposalEta: { value: 0n }, quorum: { value: 40n * NXS }, getVotes: { value: 0n } },
      ...{ proposalVotes: { value: [1n * NXS, 60n * NXS, 2n * NXS] }, castVoteWithReason: { value: 1n } },
      ...{ propose: { value: ID }, queue: { value: ID }, execute: { value: ID }, delegate: { value: [] } },
      ...{ balanceOf: { value: 5n * NXS }, setChamberRules: { value: [] } },
    };
    const calls = Object.fromEntries(
      [...Object.keys(answers), "state"].map((name) => [
        name,
        (args: readonly unknown[]) => {
          if (["propose", "queue", "execute", "castVoteWithReason"].includes(name)) asked = [name, ...args];
          return name === "state" ? { value: ProposalState.indexOf(state) } : (answers[name] as Answer);
        },
      ]),
    );
    const queued = log("ProposalQueued", { proposalId: ID, etaSeconds: 1_700_000_100n });
    node = await startFakeNode({
      calls,
      logs: { [NexusGovernor]: [log("ProposalCreated", created)] },
      mined: { status: "success", logs: [log("ProposalCreated", created), queued] },
    });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const run = (...argv: string[]) =>
    nexus(["dao", ...argv, "--rpc-url", node.url, "--deployment", "d.json"], { cwd: directory });
  const signed = (...argv: string[]) => run(...argv, "--account", "holder-1");
  const proposed = (...call: string[]) => signed("propose", ...call, "--description", WHY);
  const sent = () => node.asked.includes("eth_sendRawTransaction");

  it("propose takes names, words and JSON, and shows what the DAO would do", async () => {
    const { code, out } = await proposed(
      ...["ReviewBoard", "setChamberRules", "Drf", JSON.stringify(rules), "--json"],
    );
    expect(code).to.equal(0);
    expect(asked).to.deep.equal(["propose", [ReviewBoard], [0n], [data], WHY]);
    expect(JSON.parse(out[0] ?? "")).to.deep.include({
      ...{ proposalId: "77", votingFrom: 1_700_000_000, votingUntil: 1_700_000_015, description: WHY },
      calls: [
        {
          ...{ call: "ReviewBoard.setChamberRules", target: ReviewBoard, value: "0" },
          arguments: { chamber: 2, chamberRules: rules },
        },
      ],
    });
  });

  it("propose refuses what the contract would refuse now, and says why, unless it is told not to look", async () => {
    answers.setChamberRules = { refusal: "ReviewBoardInvalidSetting", args: ["quorumBps", 12_000n] };
    const call = ["ReviewBoard", "setChamberRules", "Drf", JSON.stringify(rules)] as const;
    const { code, err } = await proposed(...call);
    expect(code).to.equal(1);
    expect(err[0])
      .to.match(/^DECISION_WOULD_FAIL: The DAO's call of ReviewBoard\.setChamberRules would be refused now\./)
      .and.to.include("(ReviewBoardInvalidSetting)")
      .and.to.include("--unchecked");
    expect(sent()).to.equal(false);
    expect((await proposed(...call, "--unchecked")).code).to.equal(0);
  });

  it("propose names the contracts and functions there are, and the arguments that are missing", async () => {
    const faults = await Promise.all([
      proposed("Reviewboard", "appoint"),
      proposed("SecurityCouncil", "dismiss"),
      proposed("SecurityCouncil", "appoint", "[]"),
      proposed("ReviewBoard", "setChamberRules", "Kitchen", "{}"),
    ]);
    expect(faults.map(({ err }) => err[0])).to.deep.equal([
      ...[`INVALID_OPTION: <contract> "Reviewboard" can't be used: give one of ${names()}.`],
      `INVALID_OPTION: <function> "dismiss" can't be used: give a function of SecurityCouncil: appoint, setAuthority, suspend.`,
      `INVALID_OPTION: [arguments...] "[]" can't be used: give for appoint: members (address[]), mandate (uint48).`,
      `INVALID_OPTION: <chamber> "Kitchen" can't be used: give one of ClauseAuditors, Security, Drf, Drr, Health, Esg, Hubs.`,
    ]);
  });

  it("propose tells a proposer with too few votes how many it takes", async () => {
    answers.propose = { refusal: "GovernorInsufficientProposerVotes", args: [holder, 0n, 100n * NXS] };
    const { err } = await proposed("ReviewBoard", "setChamberRules", "Drf", JSON.stringify(rules));
    expect(err[0]).to.include(`${holder} has 0 NXS delegated to it, and a proposer needs 100 NXS`);
  });

  it("vote counts what was delegated when the vote opened", async () => {
    answers.getVotes = { value: 60n * NXS };
    const { code, out } = await signed("vote", "77", "--abstain", "--reason", "No opinion");
    expect(code).to.equal(0);
    expect(asked).to.deep.equal(["castVoteWithReason", ID, 2, "No opinion"]);
    expect(out.join("\n"))
      .to.include("Your vote is counted: abstain.")
      .and.to.match(/weight +60 NXS/);
  });

  it("vote refuses an account without votes, and a proposal that isn't open", async () => {
    expect((await signed("vote", "77", "--for")).err[0]).to.match(
      /^NO_VOTING_POWER: No NXS was delegated to 0x\w+ at 2023-11-14T22:13:20\.000Z/,
    );
    state = "Defeated";
    expect((await signed("vote", "77", "--for")).err[0]).to.match(
      /^DECISION_STATE: Proposal 77 is defeated, and this needs it to be active: it didn't pass; propose it anew/,
    );
    expect((await signed("vote", "78", "--for")).err[0]).to.match(
      /^DECISION_NOT_FOUND: The DAO has no proposal 78/,
    );
    expect((await signed("vote", "77")).err).to.deep.equal([
      "INVALID_USAGE: Pass one of --for, --against, --abstain.",
    ]);
    expect(sent()).to.equal(false);
  });

  it("queue and execute send the proposal's own terms, each in its turn", async () => {
    const terms = [[ReviewBoard], [0n], [data], keccak256(stringToBytes(WHY))];
    state = "Succeeded";
    const { out } = await signed("queue", "77", "--json");
    expect(JSON.parse(out[0] ?? "")).to.include({ proposalId: "77", executableFrom: 1_700_000_100 });
    expect(asked).to.deep.equal(["queue", ...terms]);
    expect((await signed("execute", "77")).err[0]).to.include('it passed; queue it with "nexus dao queue"');
    state = "Queued";
    expect((await signed("execute", "77")).code).to.equal(0);
    expect(asked).to.deep.equal(["execute", ...terms]);
  });

  it("execute says that the timelock's delay isn't over", async () => {
    state = "Queued";
    const operation: Hex = `0x${"0f".repeat(32)}`;
    answers.execute = { refusal: "TimelockUnexpectedOperationState", args: [operation, operation] };
    const { err } = await signed("execute", "77");
    expect(err[0]).to.include(`The timelock's operation ${operation} isn't ready`);
  });

  it("show has the decoded calls, the votes and the times", async () => {
    const { out } = await run("show", "77");
    const text = out.join("\n");
    expect(text)
      .to.match(/^Proposal 77 is active\./)
      .and.to.match(/for votes +60 NXS/)
      .and.to.match(/quorum +40 NXS/)
      .and.to.match(/voting until +2023-11-14T22:13:35/)
      .and.to.match(/call +ReviewBoard\.setChamberRules/)
      .and.to.match(/quorum bps +5000/);
  });

  it("list tells the newest proposals", async () => {
    expect((await run("list")).out).to.deep.equal([`77  active  ${WHY}`, "1 proposals."]);
  });

  it("delegate lets the account itself vote, or another", async () => {
    const { out } = await signed("delegate", "--json");
    expect(JSON.parse(out[0] ?? "")).to.include({ delegate: holder, amount: String(5n * NXS) });
    const other = await signed("delegate", "--to", NexusToken, "--json");
    expect(JSON.parse(other.out[0] ?? "")).to.include({ delegate: NexusToken });
  });
});

const names = () => Object.keys(deployment.contracts).join(", ");
