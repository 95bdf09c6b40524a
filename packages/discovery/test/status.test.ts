import { IndexBehindError, IndexUnreachableError, indexStatus, waitForBlock } from "@nexus/discovery";
import { expect } from "chai";
import { fakeIndex, rejection } from "./fake-index.ts";

const at = (number: number, hasIndexingErrors = false) => ({
  data: { _meta: { block: { number, timestamp: 1_700_000_000 + number }, hasIndexingErrors } },
});

/** A clock that goes forward by a second with each pause. */
function steppingClock() {
  let seconds = 0;
  return {
    now: () => seconds * 1_000,
    pause: async () => {
      seconds += 1;
    },
  };
}

describe("indexStatus", () => {
  it("tells the last indexed block and whether a handler failed", async () => {
    expect(await indexStatus(fakeIndex(at(7, true)))).to.deep.equal({
      block: 7,
      timestamp: 1_700_000_007,
      hasErrors: true,
    });
  });

  it("leaves out a time that the index doesn't know", async () => {
    const answer = { data: { _meta: { block: { number: 7, timestamp: null }, hasIndexingErrors: false } } };
    expect((await indexStatus(fakeIndex(answer))).timestamp).to.equal(undefined);
  });

  it("refuses an index that has nothing yet", async () => {
    const error = await rejection(indexStatus(fakeIndex({ data: { _meta: null } })));
    expect(error)
      .to.be.instanceOf(IndexUnreachableError)
      .and.include({ reason: "it has indexed nothing yet" });
  });
});

describe("waitForBlock", () => {
  it("resolves once the index has reached the block", async () => {
    const index = fakeIndex(at(3), at(4), at(5), at(6));
    expect((await waitForBlock(index, 5n, steppingClock())).block).to.equal(5);
    expect(index.requests).to.have.length(3);
  });

  it("asks again while the index is starting", async () => {
    const index = fakeIndex(
      () => {
        throw new Error("connect ECONNREFUSED");
      },
      { errors: [{ message: "has not started syncing yet" }] },
      at(9),
    );
    expect((await waitForBlock(index, 9, steppingClock())).block).to.equal(9);
  });

  it("gives up after its time and tells where the index is", async () => {
    const index = fakeIndex(at(3));
    const error = await rejection(waitForBlock(index, 5, { timeoutMs: 2_000, ...steppingClock() }));
    expect(error).to.be.instanceOf(IndexBehindError).and.include({ wanted: 5, reached: 3 });
    expect(index.requests).to.have.length(3);
  });

  it("gives up on an index that never answers, with the reason as its cause", async () => {
    const index = fakeIndex({ data: { _meta: null } });
    const error = await rejection(waitForBlock(index, 5, { timeoutMs: 1_000, ...steppingClock() }));
    expect(error).to.be.instanceOf(IndexBehindError).and.include({ wanted: 5, reached: undefined });
    expect(error).to.have.property("cause").that.is.instanceOf(IndexUnreachableError);
  });
});
