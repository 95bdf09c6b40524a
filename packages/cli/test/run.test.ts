import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedContentStore } from "@nexus/content";
import { CertificationStatus, cidOfDigest, eventIdOf, sha256Digest, TaskState } from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, zeroAddress, zeroHash } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import type { SignedClauseEvent } from "../src/actions/event.ts";
import { readClauseEvent } from "../src/files.ts";
import { toJson } from "../src/output.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

const source = developmentAccount("source", 31_337).address;
const clauseId: Hex = `0x${"c1".repeat(32)}`;
const versionId: Hex = `0x${"0e".repeat(32)}`;
const taskId: Hex = `0x${"7a".repeat(32)}`;
const board = deployment.contracts.ReviewBoard;

const noTask = {
  kind: 0,
  state: TaskState.indexOf("None"),
  signal: 0,
  quorum: 0,
  panel: 0,
  commits: 0,
  reveals: 0,
  requester: zeroAddress,
  reward: 0n,
  gasCompensation: 0n,
  createdAt: 0,
  commitDeadline: 0,
  revealDeadline: 0,
  settledAt: 0,
  versionId: zeroHash,
  clauseId: zeroHash,
  eventId: zeroHash,
  inputDigest: zeroHash,
  resultDigest: zeroHash,
};

describe("clause events and runs", () => {
  let node: FakeNode;
  let directory: string;
  let authorized: boolean;
  let requested: Answer;
  let task: typeof noTask;

  beforeEach(async () => {
    authorized = true;
    task = noTask;
    requested = { value: taskId };
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    node = await startFakeNode({
      calls: {
        isEventSource: () => ({ value: authorized }),
        allowance: () => ({ value: 0n }),
        requestRun: () => requested,
        task: () => ({ value: task }),
      },
    });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
    await writeFile(join(directory, "storm.json"), '{"rainfall":99}');
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const run = (account: string, ...argv: string[]) => {
    const where = ["--rpc-url", node.url, "--deployment", "d.json", "--content-directory", "content"];
    return nexus([...argv, ...where, "--account", account], { cwd: directory });
  };

  const sign = () =>
    run("source", "event", "sign", "--clause", clauseId, "--input", "storm.json", "--out", "event.json");

  async function request(change: (event: SignedClauseEvent) => SignedClauseEvent = (event) => event) {
    expect((await sign()).code).to.equal(0);
    const path = join(directory, "event.json");
    await writeFile(path, toJson(change(await readClauseEvent(path))));
    return run("requester", "run", "request", versionId, "--event", "event.json", "--reward", "30");
  }

  it("event sign puts the input on IPFS and signs its digest, at the chain's time", async () => {
    expect((await sign()).code).to.equal(0);
    const { event, eventId } = await readClauseEvent(join(directory, "event.json"));
    const bytes = new Uint8Array(await readFile(join(directory, "storm.json")));
    expect(event).to.include({ clauseId, source, inputDigest: sha256Digest(bytes), occurredAt: 0x65000000 });
    expect(event.deadline).to.equal(0x65000000 + 3_600);
    expect(eventId).to.equal(eventIdOf(event));
    const store = new EmbeddedContentStore({ directory: join(directory, "content") });
    expect(await store.get(cidOfDigest(event.inputDigest))).to.deep.equal(Buffer.from(bytes));
  });

  it("event sign refuses an account that isn't a source of the clause", async () => {
    authorized = false;
    const { code, err } = await sign();
    expect(code).to.equal(1);
    expect(err[0]).to.match(new RegExp(`^NOT_EVENT_SOURCE: ${source} isn't an authorised event source`));
  });

  for (const [field, value] of [
    ["inputDigest", zeroHash],
    ["occurredAt", 1],
    ["deadline", 2_000_000_000],
    ["source", developmentAccount("funder", 31_337).address],
  ] as const) {
    it(`run request refuses an event whose ${field} was changed after signing, and sends nothing`, async () => {
      const { code, err } = await request((signed) => ({
        ...signed,
        event: { ...signed.event, [field]: value },
      }));
      expect(code).to.equal(1);
      expect(err).to.have.length(1);
      expect(err[0]).to.match(/^EVENT_SIGNATURE: .*changed after signing/);
      expect(node.asked).to.not.include("eth_estimateGas");
    });
  }

  it("run request refuses an event of another registry", async () => {
    const { err } = await request((signed) => ({ ...signed, registry: zeroAddress }));
    expect(err[0]).to.match(/^EVENT_ELSEWHERE: .*registry 0x0000000000000000000000000000000000000000/);
  });

  for (const [what, refusal, words] of [
    [
      "an uncertified version",
      {
        refusal: "CertificationRegistryNotValid",
        args: [versionId, board, CertificationStatus.indexOf("None")],
      },
      /isn't certified \(never certified\): have it reviewed first/,
    ],
    [
      "a revoked version",
      {
        refusal: "CertificationRegistryNotValid",
        args: [versionId, board, CertificationStatus.indexOf("Revoked")],
      },
      /isn't certified \(revoked for ever\)/,
    ],
    [
      "a version that isn't bound",
      { refusal: "ResultConsensusNotBound", args: [clauseId, versionId] },
      /binds it as executable/,
    ],
    [
      "an event that has a run",
      { refusal: "ResultConsensusTaskExists", args: [taskId] },
      new RegExp(`run show ${taskId}`),
    ],
  ] as const) {
    it(`run request says why ${what} is refused, and sends nothing`, async () => {
      requested = refusal;
      const { code, err } = await request();
      expect(code).to.equal(1);
      expect(err).to.have.length(1);
      expect(err[0])
        .to.match(/^CONTRACT_REFUSED: /)
        .and.to.match(words);
      expect(node.asked).to.not.include("eth_sendRawTransaction");
    });
  }

  it("run show doesn't know a task that the chain doesn't", async () => {
    const { code, err } = await run("verifier", "run", "show", taskId);
    expect(code).to.equal(1);
    expect(err[0]).to.match(new RegExp(`^TASK_NOT_FOUND: The chain has no task ${taskId}`));
  });

  for (const state of ["Committing", "Revealing", "Settleable", "Failed"] as const) {
    it(`run replay has nothing to compare with while a task is ${state}`, async () => {
      task = { ...noTask, state: TaskState.indexOf(state) };
      const { code, err } = await run("verifier", "run", "replay", taskId);
      expect(code).to.equal(1);
      expect(err[0]).to.match(new RegExp(`^NOTHING_TO_REPLAY: Task ${taskId} has no agreed result`));
    });
  }

  it("run request refuses a broken event file with all its faults", async () => {
    await writeFile(join(directory, "event.json"), '{"chainId":0,"signature":"zz"}');
    const { err } = await run("requester", "run", "request", versionId, "--event", "event.json");
    expect(err[0]).to.match(/^FILE_FAULTS: .*\$\.chainId.*\$\.registry.*\$\.signature/);
  });
});
