import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createPageApp } from "./server.ts";

describe("the page's server", () => {
  let directory: string;
  let configFile: string;
  let page: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-page-"));
    configFile = join(directory, "config.json");
    page = join(directory, "dist");
    await mkdir(join(page, "assets"), { recursive: true });
    await writeFile(join(page, "index.html"), "<title>page</title>");
    await writeFile(join(page, "assets", "index-abc.js"), "export {};");
    await writeFile(join(page, ".sources"), "digest");
  });

  after(() => rm(directory, { recursive: true }));

  const get = (path: string) => createPageApp(configFile, page).request(path);

  it("serves the page, and forbids frames around it", async () => {
    const response = await get("/");
    expect(await response.text()).to.equal("<title>page</title>");
    expect(response.headers.get("content-security-policy")).to.equal("frame-ancestors 'none'");
    expect(response.headers.get("x-content-type-options")).to.equal("nosniff");
  });

  it("lets browsers keep what is named by its content, for ever", async () => {
    const response = await get("/assets/index-abc.js");
    expect(response.headers.get("content-type")).to.contain("javascript");
    expect(response.headers.get("cache-control")).to.contain("immutable");
  });

  it("reads the configuration at each request", async () => {
    for (const text of ['{"chainId":1}', '{"chainId":2}']) {
      await writeFile(configFile, text);
      const response = await get("/config.json");
      expect(await response.text()).to.equal(text);
      expect(response.headers.get("cache-control")).to.equal("no-store");
    }
  });

  it("answers 404 for what isn't there, also outside its folder", async () => {
    for (const path of ["/nothing", "/assets/nothing.js", "/..%2f..%2fconfig.json", "/../config.test"])
      expect((await get(path)).status, path).to.equal(404);
  });
});
