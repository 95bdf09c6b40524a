import * as discovery from "@nexus/discovery";
import { expect } from "chai";

describe("the discovery package", () => {
  it("exports what was reviewed", () => {
    expect(Object.keys(discovery).sort()).to.deep.equal([
      "IndexBehindError",
      "IndexQueryError",
      "IndexShapeError",
      "IndexUnreachableError",
      "TRACE_RUN",
      "TaskNotIndexedError",
      "certificationStatusAt",
      "indexStatus",
      "queryIndex",
      "traceRun",
      "waitForBlock",
    ]);
  });
});
