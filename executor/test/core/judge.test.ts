import { sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, parseEther } from "viem";
import { type EndedAudit, type Ending, type JudgePorts, judgeOnce } from "../../src/core/judge.ts";
import type { Notice } from "../../src/core/notice.ts";
import type { Posting } from "../../src/core/ports.ts";
import { hashOf } from "../doubles/chain.ts";
import { MemoryLog } from "../doubles/log.ts";

const BOARD = "0x00000000000000000000000000000000000000BB";
const ME = "0x00000000000000000000000000000000000000aa";
const BOND = parseEther("1000");
const OWN = hashOf("own result");
const OTHER = hashOf("other result");
const AUDIT: EndedAudit = {
  taskId: hashOf("audit"),
  versionId: hashOf("version"),
  requester: "0x00000000000000000000000000000000000000cc",
  resultDigest: OWN,
  receiptDigest: hashOf("receipt"),
};
const PASSED: Ending = { state: "Settled", resultDigest: OWN, signal: "PASS" };
const FAILED: Ending = { state: "Settled", resultDigest: OWN, signal: "FAIL" };
const OTHERWISE: Ending = { state: "Settled", resultDigest: OTHER, signal: "PASS" };

type Circumstances = {
  readonly audit?: Partial<EndedAudit>;
  readonly ending: Ending;
  readonly again?: Hex | null;
  readonly mostBond?: bigint | undefined;
  readonly disputed?: boolean;
  readonly posting?: Posting;
  readonly status?: "Valid" | "Suspended" | "Revoked";
};

describe("judging an audit of a certified version", () => {
  const judge = async ({ again = OWN, mostBond, posting, ...given }: Circumstances) => {
    const verdicts: [Hex, string][] = [];
    const putOff: [Hex, number][] = [];
    const notices: Notice[] = [];
    const files: Uint8Array[] = [];
    const disputes: unknown[] = [];
    const log = new MemoryLog();
    const ports: JudgePorts = {
      chain: {
        executor: ME,
        board: BOARD,
        certificationStatus: async () => given.status ?? "Valid",
        ending: async () => given.ending,
        bond: async () => BOND,
        wasDisputed: async () => given.disputed ?? false,
        dispute: async (...order) => {
          disputes.push(order);
          return posting ?? { status: "mined", hash: "0xabc", paid: 1n };
        },
      },
      store: {
        unjudged: async () => [{ ...AUDIT, ...given.audit }],
        judged: async (taskId, verdict) => void verdicts.push([taskId, verdict]),
        putOff: async (...order) => void putOff.push(order),
        notify: async (notice) => void notices.push(notice),
      },
      content: { add: async (bytes) => void files.push(bytes) },
      again: async () => again,
      mostBond,
      counted: () => {},
      log,
    };
    await judgeOnce(ports);
    const texts = notices.map(({ text }) => text);
    return { verdict: verdicts[0]?.[1], texts, disputes, files, putOff, log };
  };

  it("finds it sound when its executors agree that the vectors give what they should", async () => {
    expect(await judge({ ending: PASSED })).to.deep.include({ verdict: "sound", texts: [], disputes: [] });
  });

  it("leaves the audit of a review to the review", async () => {
    const requester = BOARD.toLowerCase() as Hex;
    expect(await judge({ ending: FAILED, audit: { requester } })).to.deep.include({
      verdict: "none",
      texts: [],
    });
  });

  it("says nothing of a version that isn't certified any more, nor of an audit without a result", async () => {
    expect((await judge({ ending: FAILED, status: "Revoked" })).verdict).to.equal("none");
    expect((await judge({ ending: { ...FAILED, state: "Failed" } })).verdict).to.equal("none");
  });

  it("waits for an audit that isn't over", async () => {
    const judged = await judge({ ending: { ...PASSED, state: "Revealing" } });
    expect([judged.verdict, judged.disputes]).to.deep.equal([undefined, []]);
    expect(judged.putOff).to.deep.equal([[AUDIT.taskId, 60_000]]);
  });

  const told = (found: string, outcome: string) => [
    `The audit of certified version ${AUDIT.versionId} speaks against it: ${found}. ${outcome}`,
  ];
  const AGREED = "its executors agree that the published vectors don't give what they should";
  const UNEXPECTED = "this executor performed it again and didn't get the result that it expected";
  const ANOTHER = "another result was settled than this executor gets";

  it("tells of one that speaks against the certificate, and disputes nothing unasked", async () => {
    const outcome = "Its certificate isn't disputed, because NEXUS_DISPUTE_BOND names no amount for that.";
    expect(await judge({ ending: FAILED })).to.deep.include({
      verdict: "failed",
      texts: told(AGREED, outcome),
      disputes: [],
    });
  });

  const objections = [
    ["failed", FAILED, AGREED],
    ["other-result", OTHERWISE, ANOTHER],
  ] as const;
  for (const [verdict, ending, found] of objections) {
    it(`disputes the certificate, with evidence on IPFS, for ${verdict}`, async () => {
      const judged = await judge({ ending, mostBond: BOND });
      expect(judged).to.deep.include({
        verdict,
        texts: told(found, "Its certificate is disputed now, in 0xabc."),
      });
      const [evidence = new Uint8Array()] = judged.files;
      expect(judged.disputes).to.deep.equal([[AUDIT.versionId, sha256Digest(evidence), BOND]]);
      expect(JSON.parse(new TextDecoder().decode(evidence))).to.deep.equal({
        evidenceVersion: "1",
        kind: "audit",
        verdict,
        versionId: AUDIT.versionId,
        taskId: AUDIT.taskId,
        settled: { resultDigest: ending.resultDigest, signal: ending.signal },
        executor: ME,
        computed: OWN,
        receipt: AUDIT.receiptDigest,
      });
    });
  }

  it("repeats an audit that it came too late for, before it disputes for it", async () => {
    const audit = { resultDigest: null, receiptDigest: null };
    const judged = await judge({ ending: FAILED, audit, again: OWN, mostBond: BOND });
    expect([judged.verdict, judged.disputes.length]).to.deep.equal(["failed", 1]);
  });

  for (const again of [OTHER, null]) {
    it(`disputes nothing when it gets ${again === null ? "no result" : "another result"} at its second try`, async () => {
      const judged = await judge({ ending: OTHERWISE, again, mostBond: BOND });
      expect(judged).to.deep.include({ verdict: "unsure", disputes: [] });
      expect(judged.texts).to.deep.equal(told(UNEXPECTED, "So nothing was disputed."));
    });
  }

  it("says nothing of a result of its own where it came too late and doesn't get the settled one", async () => {
    const audit = { resultDigest: null, receiptDigest: null };
    const judged = await judge({ ending: FAILED, audit, again: OTHER, mostBond: BOND });
    expect(judged).to.deep.include({
      verdict: "unsure",
      texts: told(UNEXPECTED, "So nothing was disputed."),
      disputes: [],
    });
  });

  it("disputes a certificate once, whoever did it", async () => {
    const judged = await judge({ ending: FAILED, mostBond: BOND, disputed: true });
    expect([judged.disputes, judged.texts]).to.deep.equal([
      [],
      told(AGREED, "Its certificate was disputed already."),
    ]);
  });

  it("doesn't pay more than its operator allows", async () => {
    const judged = await judge({ ending: FAILED, mostBond: BOND - 1n });
    const outcome =
      "Its certificate isn't disputed, because the bond of 1000 NXS is above the 999.999999999999999999 of NEXUS_DISPUTE_BOND.";
    expect([judged.disputes, judged.texts]).to.deep.equal([[], told(AGREED, outcome)]);
  });

  it("tells why a dispute was refused, and doesn't try it again", async () => {
    const posting = { status: "refused", error: "ERC20InsufficientBalance" } as const;
    const judged = await judge({ ending: FAILED, mostBond: BOND, posting });
    expect(judged).to.deep.include({
      verdict: "failed",
      texts: told(AGREED, "Its certificate could not be disputed: ERC20InsufficientBalance."),
    });
  });

  it("puts off an audit that it can't judge for a fault, and goes on with the next", async () => {
    const log = new MemoryLog();
    const asked: Hex[] = [];
    const putOff: [Hex, number][] = [];
    const tasks = [hashOf("one"), hashOf("two")];
    await judgeOnce({
      chain: {
        ending: async (taskId: Hex) => {
          asked.push(taskId);
          throw new Error("no answer");
        },
      },
      store: {
        unjudged: async () => tasks.map((taskId) => ({ ...AUDIT, taskId })),
        putOff: async (...order: [Hex, number]) => void putOff.push(order),
      },
      log,
    } as unknown as JudgePorts);
    expect(asked).to.deep.equal(tasks);
    expect(putOff).to.deep.equal(tasks.map((taskId) => [taskId, 600_000]));
    expect(log.lines).to.have.length(2);
  });
});
