import { IndexQueryError, IndexUnreachableError, queryIndex } from "@nexus/discovery";
import { expect } from "chai";
import { fakeIndex, rejection, URL } from "./fake-index.ts";

describe("queryIndex", () => {
  it("posts the document with its variables and gives the data back", async () => {
    const index = fakeIndex({ data: { plugins: [{ name: "rainfall-trigger" }] } });
    const data = await queryIndex(index, "query Named($name: String!) { plugins }", { name: "rain" });
    expect(data).to.deep.equal({ plugins: [{ name: "rainfall-trigger" }] });
    expect(index.requests).to.deep.equal([
      { query: "query Named($name: String!) { plugins }", variables: { name: "rain" } },
    ]);
  });

  it("tells every message of a refused query", async () => {
    const index = fakeIndex({ errors: [{ message: "no field `a`" }, { message: "no field `b`" }] });
    const error = await rejection(queryIndex(index, "{ a b }"));
    expect(error).to.be.instanceOf(IndexQueryError).and.include({ code: "INDEX_QUERY", url: URL });
    expect(error).to.have.deep.property("messages", ["no field `a`", "no field `b`"]);
  });

  it("refuses data that came with errors", async () => {
    const index = fakeIndex({ data: { plugins: [] }, errors: [{ message: "the store is failing" }] });
    expect(await rejection(queryIndex(index, "{ plugins }"))).to.be.instanceOf(IndexQueryError);
  });

  const faults: [what: string, answer: unknown, reason: string][] = [
    ["no data", {}, "it answered without data"],
    ["null", null, "it answered 200 and no object"],
    ["a page", () => new Response("<html>", { status: 502 }), "it answered 502 and no JSON"],
  ];
  for (const [what, answer, reason] of faults) {
    it(`calls an index unreachable that answers ${what}`, async () => {
      const error = await rejection(queryIndex(fakeIndex(answer), "{ plugins }"));
      expect(error).to.be.instanceOf(IndexUnreachableError).and.include({ url: URL, reason });
    });
  }

  it("calls an index unreachable that nothing listens for, with the network's reason", async () => {
    const cause = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
    const index = fakeIndex(() => {
      throw cause;
    });
    const error = await rejection(queryIndex(index, "{ plugins }"));
    expect(error)
      .to.be.instanceOf(IndexUnreachableError)
      .and.include({ reason: "connect ECONNREFUSED", cause });
  });

  it("says how long it waited", async () => {
    const index = fakeIndex(() => {
      throw new DOMException("aborted", "TimeoutError");
    });
    const error = await rejection(queryIndex({ ...index, timeoutMs: 250 }, "{ plugins }"));
    expect(error).to.be.instanceOf(IndexUnreachableError).and.include({ reason: "no answer within 250 ms" });
  });
});
