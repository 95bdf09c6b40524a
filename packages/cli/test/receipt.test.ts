import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  canonicalBytes,
  type Envelope,
  executorRegistryAbi,
  type Receipt,
  receiptFile,
  receiptMessage,
  resultConsensusAbi,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import { encodeAbiParameters, encodeEventTopics, getAbiItem, type Hex, stringToHex, zeroHash } from "viem";
import { deployment, type FakeChain, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

type Case = { receipt: Receipt; envelope: Envelope; signature: Hex };

const vectors = new URL("../../protocol/vectors/receipts.json", import.meta.url);
const { cases }: { cases: Case[] } = JSON.parse(await readFile(vectors, "utf8"));
const [known] = cases;
if (known === undefined) throw new Error("no cases");
const { receipt, envelope, signature } = known;
const { bytes, digest } = receiptFile(envelope, signature);
const { taskId, executor, chain } = receipt;

/** What a task's fields hold where nothing matters; narrower numbers are 0. */
const BLANKS: Readonly<Record<string, unknown>> = {
  address: executor,
  bytes32: zeroHash,
  uint64: 0n,
  uint96: 0n,
  uint128: 0n,
  uint256: 0n,
};

describe("receipt verify", () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-receipt-"));
    path = join(directory, "receipt.json");
    await writeFile(path, bytes);
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  const write = async (name: string, content: Uint8Array | string): Promise<string> => {
    await writeFile(join(directory, name), content);
    return join(directory, name);
  };

  it("checks statement, identity and account without asking anybody, and says what that leaves open", async () => {
    const { code, out, err } = await nexus(["receipt", "verify", path, "--rpc-url", "http://127.0.0.1:1"]);
    expect([code, err]).to.deep.equal([0, []]);
    expect(out).to.deep.equal([
      `The receipt of ${executor} about task ${taskId} is valid.`,
      `  ✓ statement  signed by ${receipt.identity.id}`,
      `  ✓ identity   ${receipt.identity.id}`,
      `  ✓ account    signed by ${executor}`,
      "  ? whether this executor counts wasn't checked: pass --bundle <file>, or --online",
    ]);
  });

  it("checks contracts and executors of a bundle", async () => {
    const bundle = { chainId: 31_337, consensus: chain.consensus, executors: [executor] };
    const trusted = await nexus([
      "receipt",
      "verify",
      path,
      "--bundle",
      await write("trust.json", canonicalBytes(bundle)),
    ]);
    expect(trusted.code).to.equal(0);
    expect(trusted.out.join("\n")).to.include("is among the executors").and.to.not.include("wasn't checked");
    const others = await write("others.json", canonicalBytes({ ...bundle, executors: [] }));
    const { code, err } = await nexus(["receipt", "verify", path, "--bundle", others]);
    expect(code).to.equal(1);
    expect(err).to.deep.equal([
      `RECEIPT_INVALID: The receipt ${path} is not valid: executor failed. Don't rely on it.`,
    ]);
  });

  it("fails for another account's signature, and for a statement that was changed", async () => {
    const [, other] = cases;
    const forged = await write("forged.json", receiptFile(envelope, other?.signature ?? "0x").bytes);
    expect((await nexus(["receipt", "verify", forged])).err[0]).to.include("account failed");
    const swapped = { ...envelope, signatures: other?.envelope.signatures ?? [] };
    const changed = await write("changed.json", receiptFile(swapped, signature).bytes);
    expect((await nexus(["receipt", "verify", changed])).err[0]).to.include("statement failed");
  });

  it("checks a bare DSSE envelope, however it is spelled", async () => {
    const bare = await write("bare.json", JSON.stringify({ ...envelope }, null, 2));
    const { code, out } = await nexus(["receipt", "verify", bare, "--dsse"]);
    expect(code).to.equal(0);
    expect(out[1]).to.match(/✓ statement {2}signed by the key 0x/);
    expect((await nexus(["receipt", "verify", bare])).err[0]).to.match(/^INVALID_RECEIPT: /);
  });

  it("names every fault of a file that isn't one", async () => {
    const { err } = await nexus(["receipt", "verify", await write("no.json", "{}")]);
    expect(err[0]).to.match(
      /^INVALID_RECEIPT: The receipt has 2 faults\. \$\.receipt: is missing; \$\.signature/,
    );
  });

  it("wants one way to check", async () => {
    const { err } = await nexus(["receipt", "verify", path, "--dsse", "--online"]);
    expect(err[0]).to.match(/^INVALID_USAGE: --dsse, --online and --bundle are three ways/);
  });

  describe("against the chain", () => {
    let node: FakeNode;
    let deploymentFile: string;
    const { ResultConsensus, CertificationRegistry, ExecutorRegistry } = deployment.contracts;
    const message = receiptMessage(receipt);

    const revealedLog = (receiptDigest: Hex) => ({
      topics: encodeEventTopics({
        abi: resultConsensusAbi,
        eventName: "ResultRevealed",
        args: { taskId, executor },
      }) as Hex[],
      data: encodeAbiParameters(
        [{ type: "bytes32" }, { type: "uint8" }, { type: "bytes32" }],
        [message.resultDigest, message.signal, receiptDigest],
      ),
    });

    const executorOf = (region: string) => ({
      value: {
        stake: 0n,
        unbonding: 0n,
        unbondingUntil: 0,
        affiliation: 1,
        region: stringToHex(region),
        suspended: false,
      },
    });

    const start = async (changes: { revealed?: Hex; region?: string; settled?: Hex } = {}): Promise<void> => {
      const { revealed = digest, region = "BR", settled = message.resultDigest } = changes;
      const [{ components }] = getAbiItem({ abi: resultConsensusAbi, name: "task" }).outputs;
      const blank = Object.fromEntries(components.map(({ name, type }) => [name, BLANKS[type] ?? 0]));
      const task = { ...blank, settledAt: 5, resultDigest: settled, signal: message.signal };
      const fake: FakeChain = {
        calls: { task: () => ({ value: task }), executorOf: () => executorOf(region) },
        logs: { [ResultConsensus]: [revealedLog(revealed)], [CertificationRegistry]: [] },
      };
      node = await startFakeNode(fake);
    };

    beforeEach(async () => {
      deploymentFile = await write("deployment.json", JSON.stringify(deployment));
    });

    afterEach(() => node.close());

    const online = async () => {
      const argv = [
        "receipt",
        "verify",
        path,
        "--online",
        "--json",
        "--rpc-url",
        node.url,
        "--deployment",
        deploymentFile,
      ];
      const { out } = await nexus(argv);
      const { checks } = JSON.parse(out[0] ?? "{}") as {
        checks: { name: string; ok: boolean; detail: string }[];
      };
      return Object.fromEntries(checks.map(({ name, ok, detail }) => [name, { ok, detail }]));
    };

    it("finds what was revealed, settled and attested, and an account that signed for other contracts", async () => {
      await start();
      const checks = await online();
      expect(checks.revealed).to.deep.equal({ ok: true, detail: `revealed in ${zeroHash}` });
      expect(checks.result).to.deep.equal({ ok: true, detail: `${message.resultDigest} settled` });
      expect(checks.region).to.deep.equal({ ok: true, detail: "it says BR, and the registry attests BR" });
      expect(checks.signed?.ok, "it was signed for another consensus contract").to.equal(false);
      expect(checks.place?.ok, "it is about another consensus contract").to.equal(false);
      expect(checks.approval?.ok, "nobody certified the version here").to.equal(false);
    });

    it("sees another receipt revealed, another result settled, another region attested", async () => {
      const other = sha256Digest(new Uint8Array());
      await start({ revealed: other, settled: other, region: "DE" });
      const checks = await online();
      expect(checks.revealed).to.deep.equal({
        ok: false,
        detail: `The receipt that was revealed is ${other}.`,
      });
      expect(checks.result).to.deep.equal({
        ok: false,
        detail: `it tells of ${message.resultDigest}, and ${other} settled`,
      });
      expect(checks.region).to.deep.equal({ ok: false, detail: "it says BR, and the registry attests DE" });
    });

    it("writes down who counts, without those whose attestation was taken back", async () => {
      const attested = (who: Hex, affiliation: number) => ({
        topics: encodeEventTopics({
          abi: executorRegistryAbi,
          eventName: "ExecutorAttested",
          args: { executor: who },
        }) as Hex[],
        data: encodeAbiParameters([{ type: "uint32" }, { type: "bytes2" }], [affiliation, "0x4252"]),
      });
      const gone: Hex = `0x${"ab".repeat(20)}`;
      node = await startFakeNode({
        logs: { [ExecutorRegistry]: [attested(gone, 1), attested(executor, 2), attested(gone, 0)] },
      });
      const out = join(directory, "trust.json");
      const argv = ["receipt", "bundle", "--out", out, "--rpc-url", node.url, "--deployment", deploymentFile];
      expect((await nexus(argv)).err).to.deep.equal([]);
      const bundle = JSON.parse(await readFile(out, "utf8"));
      expect(bundle).to.deep.equal({ chainId: 31_337, consensus: ResultConsensus, executors: [executor] });
      const again = await nexus(argv);
      expect(again.err[0]).to.match(/^FILE_UNUSABLE: .*EEXIST/);
    });
  });
});
