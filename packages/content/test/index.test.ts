import * as content from "@nexus/content";
import { expect } from "chai";

describe("the content package", () => {
  it("exports what was reviewed", () => {
    expect(Object.keys(content).sort()).to.deep.equal([
      "ContentMalformedError",
      "ContentNotFoundError",
      "ContentStorageError",
      "ContentTamperedError",
      "ContentTooLargeError",
      "ContentUnavailableError",
      "DEFAULT_MAX_BYTES",
      "EmbeddedContentStore",
      "GatewayContentReader",
      "GatewayHostError",
      "GatewayStartError",
      "MemoryContentStore",
      "gatewayApp",
      "startGateway",
    ]);
  });
});
