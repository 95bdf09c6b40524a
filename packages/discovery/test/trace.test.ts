import { IndexShapeError, TaskNotIndexedError, TRACE_RUN, traceRun } from "@nexus/discovery";
import { expect } from "chai";
import { getAddress } from "viem";
import { fakeIndex, rejection, URL } from "./fake-index.ts";
import { account, CERTIFICATION, hash, RESULT, receipt, runTask, TASK, traceAnswer } from "./trace-answer.ts";

const traceOf = (task: unknown) => traceRun(fakeIndex(traceAnswer(task)), TASK);

const withCertification = (fields: Partial<typeof CERTIFICATION>) => ({
  ...runTask,
  version: { ...runTask.version, certification: { ...CERTIFICATION, ...fields } },
});

describe("traceRun", () => {
  it("asks for the whole way in one query, by the id in lower case", async () => {
    const index = fakeIndex(traceAnswer(runTask));
    await traceRun(index, TASK.replaceAll("a", "A") as typeof TASK);
    expect(index.requests).to.deep.equal([{ query: TRACE_RUN, variables: { taskId: TASK } }]);
  });

  it("tells who computed what, and who agrees with the result", async () => {
    const { executors, resultDigest, signal, agreed } = await traceOf(runTask);
    expect({ resultDigest, signal, agreed }).to.deep.equal({
      resultDigest: RESULT,
      signal: "Trigger",
      agreed: 2,
    });
    expect(
      executors.map(({ address, agrees, receipt: given }) => [address, agrees, given?.tx]),
    ).to.deep.equal([
      [getAddress(account("e1")), true, hash("c2")],
      [getAddress(account("e2")), true, hash("c2")],
      [getAddress(account("e3")), false, undefined],
    ]);
  });

  for (const [what, given] of [
    ["digest", receipt(hash("b2"))],
    ["signal", receipt(RESULT, "Pass")],
  ] as const) {
    it(`doesn't count an executor as agreeing whose ${what} is another`, async () => {
      const [first, ...others] = runTask.commitments;
      const { executors } = await traceOf({
        ...runTask,
        commitments: [{ ...first, receipt: given }, ...others],
      });
      expect(executors.map(({ agrees }) => agrees)).to.deep.equal([false, true, false]);
    });
  }

  it("gives amounts as bigint, times and blocks as numbers, addresses with checksums", async () => {
    const { reward, createdAt, endedBlock, requester, version, event, slashes } = await traceOf(runTask);
    expect(reward).to.equal(30_000_000_000_000_000_000n);
    expect([createdAt, endedBlock, event?.occurredAt]).to.deep.equal([1_000, 14, 990]);
    expect(requester).to.equal(getAddress(account("33")));
    expect(version.credential?.tokenId).to.equal(2n ** 64n);
    expect(version.bounties[0]).to.deep.include({ bountyId: 1n, contributed: 2_000_000_000_000_000_000n });
    expect(slashes).to.deep.equal([{ executor: getAddress(account("e3")), amount: 5n, tx: hash("f3") }]);
  });

  it("says at which block it was read", async () => {
    expect((await traceOf(runTask)).asOf).to.deep.equal({ block: 20, timestamp: 2_000 });
  });

  const statuses: [status: string, fields: Partial<typeof CERTIFICATION>, valid: boolean][] = [
    ["Valid", {}, true],
    ["Valid", { suspendedUntil: "2000" }, true],
    ["Suspended", { suspendedUntil: "2001" }, true],
    ["Expired", { expiresAt: "2000", suspendedUntil: "2001" }, true],
    ["Revoked", { revokedAt: "1900", expiresAt: "1950" }, true],
    ["Revoked", { revokedAt: "1900", revokedForCause: true }, false],
  ];
  for (const [status, fields, valid] of statuses) {
    it(`calls a certification ${status} with ${JSON.stringify(fields)}, and the result ${valid ? "valid" : "invalid"}`, async () => {
      const trace = await traceOf(withCertification(fields));
      expect(trace.version.certification?.status).to.equal(status);
      expect(trace.valid).to.equal(valid);
    });
  }

  it("calls a run that isn't settled invalid, and nobody agreeing", async () => {
    const trace = await traceOf({
      ...runTask,
      stage: "Open",
      signal: "None",
      resultDigest: null,
      endedAt: null,
    });
    expect(trace.valid).to.equal(false);
    expect(trace.executors.some(({ agrees }) => agrees)).to.equal(false);
  });

  it("traces an audit, which has no event, of a version that isn't certified", async () => {
    const task = {
      ...runTask,
      kind: "Audit",
      event: null,
      version: { ...runTask.version, certification: null },
    };
    const trace = await traceOf(task);
    expect([trace.event, trace.version.certification]).to.deep.equal([null, null]);
  });

  it("names a task that the index doesn't have", async () => {
    const error = await rejection(traceOf(null));
    expect(error).to.be.instanceOf(TaskNotIndexedError).and.include({ taskId: TASK, block: 20 });
  });

  it("refuses the answer of another schema", async () => {
    const error = await rejection(traceOf({ ...runTask, signal: "Maybe" }));
    expect(error).to.be.instanceOf(IndexShapeError).and.include({ code: "INDEX_SHAPE", url: URL });
  });
});
