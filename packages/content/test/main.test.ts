import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EmbeddedContentStore, GatewayContentReader } from "@nexus/content";
import { expect } from "chai";
import { HELLO } from "./sample.ts";

const MAIN = fileURLToPath(import.meta.resolve("@nexus/content/gateway"));

describe("the gateway's process", () => {
  it("serves a folder while others write to it, and ends on SIGTERM", async () => {
    const directory = mkdtempSync(join(tmpdir(), "nexus-content-"));
    const child = spawn(process.execPath, [MAIN, directory, "0"], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [line] = await once(child.stdout, "data");
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0] ?? "";
      await new EmbeddedContentStore({ directory }).add(HELLO.bytes);
      const bytes = await new GatewayContentReader({ url }).get(HELLO.cid);
      expect(new TextDecoder().decode(bytes)).to.equal("hello world");
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      expect(await ended).to.deep.equal([0, null]);
    } finally {
      child.kill("SIGKILL");
      rmSync(directory, { recursive: true });
    }
  });

  it("says how it is called", async () => {
    const child = spawn(process.execPath, [MAIN, "folder"], { stdio: ["ignore", "ignore", "pipe"] });
    const ended = once(child, "exit");
    const [text] = await once(child.stderr, "data");
    expect(String(text)).to.contain("Usage: node main.ts <directory> <port>");
    expect(await ended).to.deep.equal([2, null]);
  });
});
