import * as content from "@nexus/content";
import { expect } from "chai";

describe("the content package", () => {
  it("exports what was reviewed", () => {
    expect(Object.keys(content).sort()).to.deep.equal([
      "ContentCidMismatchError",
      "ContentMalformedError",
      "ContentNotFoundError",
      "ContentRefusedError",
      "ContentStorageError",
      "ContentTamperedError",
      "ContentTooLargeError",
      "ContentUnavailableError",
      "DEFAULT_MAX_BYTES",
      "EmbeddedContentStore",
      "GatewayContentReader",
      "GatewayHostError",
      "GatewayStartError",
      "KuboContentStore",
      "MemoryContentStore",
      "NotPinnedError",
      "RpcArgumentError",
      "RpcCommandError",
      "UploadMalformedError",
      "UploadPolicyError",
      "UploadTimeoutError",
      "UploadsBusyError",
      "WriteForbiddenError",
      "gatewayApp",
      "startGateway",
      "uploadContent",
    ]);
  });
});
