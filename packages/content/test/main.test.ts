import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EmbeddedContentStore, GatewayContentReader, uploadContent } from "@nexus/content";
import { expect } from "chai";
import { AUTHORITY, ORIGIN, TOKEN } from "./rpc-server.ts";
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

  it("takes writes for its token, from its origins alone", async () => {
    const directory = mkdtempSync(join(tmpdir(), "nexus-content-"));
    const env = {
      ...process.env,
      NEXUS_UPLOAD_TOKEN: TOKEN,
      NEXUS_UPLOAD_ORIGINS: `https://other.example, ${ORIGIN}`,
    };
    const child = spawn(process.execPath, [MAIN, directory, "0"], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [line] = await once(child.stdout, "data");
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0] ?? "";
      expect(await uploadContent({ url, token: TOKEN }, HELLO.bytes)).to.equal(HELLO.cid);
      const store = new EmbeddedContentStore({ directory });
      expect(await store.pins()).to.deep.equal([HELLO.cid]);
      const statusFrom = async (origin: string) =>
        (await fetch(`${url}/api/v0/pin/ls`, { method: "POST", headers: { ...AUTHORITY, origin } })).status;
      expect(await statusFrom(ORIGIN)).to.equal(200);
      expect(await statusFrom("https://evil.example")).to.equal(403);
    } finally {
      child.kill("SIGKILL");
      rmSync(directory, { recursive: true });
    }
  });

  it("doesn't start with a token that can be guessed", async () => {
    const env = { ...process.env, NEXUS_UPLOAD_TOKEN: "short" };
    const child = spawn(process.execPath, [MAIN, "folder", "0"], {
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = once(child, "exit");
    const [text] = await once(child.stderr, "data");
    expect(String(text)).to.equal(
      "Writes can't be configured: the upload token needs at least 16 characters, all visible ASCII.\n",
    );
    expect(await ended).to.deep.equal([1, null]);
  });

  it("says how it is called", async () => {
    const child = spawn(process.execPath, [MAIN, "folder"], { stdio: ["ignore", "ignore", "pipe"] });
    const ended = once(child, "exit");
    const [text] = await once(child.stderr, "data");
    expect(String(text)).to.contain("Usage: node main.ts <directory> <port>");
    expect(await ended).to.deep.equal([2, null]);
  });
});
