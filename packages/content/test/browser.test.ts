import { fileURLToPath } from "node:url";
import * as browser from "@nexus/content/browser";
import { expect } from "chai";
import { build } from "esbuild";

describe("the content package for pages", () => {
  it("exports what was reviewed", () => {
    expect(Object.keys(browser).sort()).to.deep.equal([
      "ContentCidMismatchError",
      "ContentMalformedError",
      "ContentNotFoundError",
      "ContentRefusedError",
      "ContentStorageError",
      "ContentTamperedError",
      "ContentTooLargeError",
      "ContentUnavailableError",
      "DEFAULT_MAX_BYTES",
      "GatewayContentReader",
      "GatewayHostError",
      "GatewayStartError",
      "uploadContent",
    ]);
  });

  it("needs nothing of Node and stays under 200 kB", async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [fileURLToPath(import.meta.resolve("@nexus/content/browser"))],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      logLevel: "silent",
      metafile: true,
      write: false,
    });
    const [output] = Object.values(metafile.outputs);
    expect(output?.imports).to.deep.equal([]);
    expect(outputFiles[0]?.contents.length).to.be.within(1, 200_000);
  });
});
