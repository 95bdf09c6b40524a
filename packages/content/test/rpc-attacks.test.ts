import { once } from "node:events";
import { connect } from "node:net";
import { startGateway, UploadPolicyError } from "@nexus/content";
import { expect } from "chai";
import { AUTHORITY, formOf, ORIGIN, type RpcServer, startRpcServer, TOKEN } from "./rpc-server.ts";
import { HELLO, rejectionOf, sampleBytes } from "./sample.ts";

const BOUNDARY = "----test";
const MULTIPART = { ...AUTHORITY, "content-type": `multipart/form-data; boundary=${BOUNDARY}` };

/** One part of a multipart body, with its headers. */
const part = (headers: string, body = "hello world") => `--${BOUNDARY}\r\n${headers}\r\n\r\n${body}\r\n`;
const FILE = 'Content-Disposition: form-data; name="file"; filename="a"';
const END = `--${BOUNDARY}--\r\n`;

describe("writing over HTTP", () => {
  let server: RpcServer;

  beforeEach(async () => {
    server = await startRpcServer({ maxBytes: 300_000, hosts: ["ipfs.example"] });
  });

  afterEach(() => server.gateway.close());

  async function expectRefused(response: Response, status: number, message: string): Promise<void> {
    const text = await response.text();
    expect([response.status, text]).to.deep.equal([status, text]);
    expect((JSON.parse(text) as { Message: string }).Message).to.contain(message);
    expect(server.blocks.size).to.equal(0);
    expect(await server.store.pins()).to.deep.equal([]);
  }

  /** Sends bytes as they are; gives the answer's first line and the rest. */
  async function sendRaw(text: string, end = true): Promise<string> {
    const socket = connect(server.gateway.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
    });
    socket.write(text);
    if (end) socket.end();
    await once(socket, "close");
    return answer;
  }

  const rawAdd = (headers: readonly string[], body: string) =>
    [
      "POST /api/v0/add HTTP/1.1",
      ...headers,
      `Content-Length: ${body.length}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n");

  describe("without authority", () => {
    const tokens: readonly (readonly [string, Record<string, string>])[] = [
      ["no token", {}],
      ["another token", { authorization: "Bearer another-token-for-tests" }],
      ["the token's beginning", { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
      ["the token and more", { authorization: `Bearer ${TOKEN}x` }],
      ["an empty token", { authorization: "Bearer " }],
      ["the token in another scheme", { authorization: `Basic ${TOKEN}` }],
    ];
    for (const [name, headers] of tokens) {
      for (const command of ["add", "block/put", "pin/add?arg=x", "pin/rm?arg=x", "pin/ls"]) {
        it(`${name}: ${command} is refused`, async () => {
          const response = await server.post(command, { headers, body: formOf(HELLO.bytes) });
          await expectRefused(response, 403, "upload token in the header Authorization: Bearer");
        });
      }
    }

    it("is refused to everyone when no token is configured", async () => {
      const gateway = await startGateway({ store: server.store, port: 0 });
      const response = await fetch(`${gateway.url}/api/v0/add`, {
        method: "POST",
        headers: AUTHORITY,
        body: formOf(HELLO.bytes),
      });
      await expectRefused(response, 403, "this server was started without an upload token");
      await gateway.close();
    });

    it("is refused before the body is read", async () => {
      const head = ["POST /api/v0/add HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 1000000", "", ""];
      expect(await sendRaw(head.join("\r\n"), false)).to.match(/^HTTP\/1\.1 403 /);
    });
  });

  describe("from a page", () => {
    const origins = [
      "https://evil.example",
      "null",
      `${ORIGIN}.evil.example`,
      "http://app.example",
      `${ORIGIN}:444`,
    ];
    for (const origin of origins) {
      it(`of ${origin} is refused in spite of the token`, async () => {
        const response = await server.post("add", {
          headers: { ...AUTHORITY, origin },
          body: formOf(HELLO.bytes),
        });
        expect(response.headers.has("access-control-allow-origin")).to.equal(false);
        await expectRefused(response, 403, `"${origin}" isn't among this server's upload origins`);
      });

      it(`of ${origin} isn't announced as allowed`, async () => {
        const headers = { origin, "access-control-request-method": "POST" };
        const response = await fetch(`${server.gateway.url}/api/v0/add`, { method: "OPTIONS", headers });
        expect(response.headers.has("access-control-allow-origin")).to.equal(false);
      });
    }

    it("of a configured origin is taken, after asking", async () => {
      const headers = { origin: ORIGIN, "access-control-request-method": "POST" };
      const asked = await fetch(`${server.gateway.url}/api/v0/add`, { method: "OPTIONS", headers });
      expect(asked.headers.get("access-control-allow-origin")).to.equal(ORIGIN);
      expect(asked.headers.get("access-control-allow-headers")).to.contain("Authorization");
      const body = formOf(HELLO.bytes);
      const response = await server.post("add?cid-version=1", {
        headers: { ...AUTHORITY, origin: ORIGIN },
        body,
      });
      expect(response.headers.get("access-control-allow-origin")).to.equal(ORIGIN);
      expect(response.headers.get("vary")).to.equal("Origin");
      expect(await response.json()).to.include({ Hash: HELLO.cid });
    });

    it("as a simple request, which a browser sends unasked, is refused", async () => {
      const headers = { "content-type": "text/plain", origin: ORIGIN };
      await expectRefused(await server.post("add", { headers, body: "hello" }), 403, "upload token");
      const form = formOf(HELLO.bytes);
      await expectRefused(
        await server.post("add", { headers: { origin: ORIGIN }, body: form }),
        403,
        "token",
      );
    });
  });

  describe("under another name", () => {
    const body = `${part(FILE)}${END}`;
    const headers = (host: string) => [
      `Host: ${host}`,
      `Authorization: Bearer ${TOKEN}`,
      `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    ];
    for (const host of [
      "evil.example",
      "127.0.0.1.evil.example",
      "localhost.evil.example:80",
      "evil.example#127.0.0.1",
    ]) {
      it(`is refused for the Host ${host}`, async () => {
        expect(await sendRaw(rawAdd(headers(host), body))).to.match(/^HTTP\/1\.1 40[03] /);
        expect(server.blocks.size).to.equal(0);
      });
    }

    for (const host of ["localhost:8080", "127.0.0.1", "[::1]:5001", "ipfs.example"]) {
      it(`is taken for the Host ${host}`, async () => {
        expect(await sendRaw(rawAdd(headers(host), body), false)).to.match(/^HTTP\/1\.1 200 /);
        expect(server.blocks.size).to.equal(1);
      });
    }
  });

  describe("what can't be kept", () => {
    const bodies: readonly (readonly [string, string, number, string])[] = [
      ["two files", part(FILE) + part(FILE) + END, 400, "it has 2 parts instead of one"],
      ["no file", END, 400, "it has 0 parts instead of one"],
      ["a body that is cut off", part(FILE), 400, "its multipart body is cut off or isn't one"],
      ["a part that is cut off", part(FILE).slice(0, -8), 400, "its multipart body is cut off or isn't one"],
      [
        "a text field",
        part('Content-Disposition: form-data; name="file"') + END,
        400,
        "its part has no filename",
      ],
      [
        "a directory",
        part(`${FILE}\r\nContent-Type: application/x-directory`, "") + END,
        400,
        "its part is application/x-directory",
      ],
      [
        "a symbolic link",
        part(`${FILE}\r\nContent-Type: application/symlink`) + END,
        400,
        "only files are kept",
      ],
    ];
    for (const [name, body, status, message] of bodies) {
      it(`is refused: ${name}`, async () => {
        await expectRefused(await server.post("add", { headers: MULTIPART, body }), status, message);
      });
    }

    const names = [
      "../../etc/passwd",
      "/etc/passwd",
      "a//b",
      "a/./b",
      "..%2F..%2Fetc",
      "a%00b",
      "a%0Ab",
      "%FF",
      "a%5Cb",
    ];
    for (const name of names) {
      it(`is refused: a file called ${name}`, async () => {
        const body = part(`Content-Disposition: form-data; name="file"; filename="${name}"`) + END;
        const response = await server.post("add", { headers: MULTIPART, body });
        await expectRefused(response, 400, "it must be ");
      });
    }

    it("is refused: another type than multipart/form-data", async () => {
      const headers = { ...AUTHORITY, "content-type": "text/plain" };
      await expectRefused(
        await server.post("add", { headers, body: "hello" }),
        400,
        'its type is "text/plain"',
      );
    });

    it("is refused: a file over the limit, by its own size and by the body's", async () => {
      for (const size of [300_001, 400_000]) {
        const response = await server.post("add", { headers: AUTHORITY, body: formOf(sampleBytes(size)) });
        await expectRefused(response, 413, "larger than the 300000 bytes");
      }
    });

    it("is refused: an endless body of no announced length", async () => {
      const chunk = new Uint8Array(65_536);
      const body = new ReadableStream<Uint8Array>({ pull: (stream) => stream.enqueue(chunk) });
      const init = { method: "POST", headers: MULTIPART, body, duplex: "half" };
      const response = await fetch(`${server.gateway.url}/api/v0/add`, init as RequestInit).catch(
        () => undefined,
      );
      if (response !== undefined) await expectRefused(response, 413, "larger than the 300000 bytes");
      expect(server.blocks.size).to.equal(0);
    });

    it("is refused: a body that a dead connection cut off", async () => {
      const head = rawAdd(
        ["Host: 127.0.0.1", ...Object.entries(MULTIPART).map((header) => header.join(": "))],
        "x".repeat(1_000),
      );
      await sendRaw(head.slice(0, -500));
      expect(server.blocks.size).to.equal(0);
    });
  });

  it("ends when the body takes too long", async () => {
    const slow = await startRpcServer({ timeout: 50 });
    const { port } = slow.gateway;
    const socket = connect(port, "127.0.0.1");
    const headers = ["Host: 127.0.0.1", ...Object.entries(MULTIPART).map((header) => header.join(": "))];
    socket.write(rawAdd(headers, "x".repeat(1_000)).slice(0, -500));
    const [answer] = await once(socket, "data");
    expect(String(answer)).to.match(/^HTTP\/1\.1 408 [\s\S]*didn't end within 50 ms/);
    socket.destroy();
    await slow.gateway.close();
  });

  it("ends when too many are under way", async () => {
    const busy = await startRpcServer({ concurrency: 1 });
    const headers = ["Host: 127.0.0.1", ...Object.entries(MULTIPART).map((header) => header.join(": "))];
    const stalled = connect(busy.gateway.port, "127.0.0.1");
    stalled.write(`${rawAdd([...headers, "Expect: 100-continue"], "x".repeat(1_000)).slice(0, -1_000)}`);
    await once(stalled, "data");
    const response = await busy.post("add", { headers: AUTHORITY, body: formOf(HELLO.bytes) });
    expect(response.status).to.equal(503);
    expect(await response.text()).to.contain("1 uploads are under way");
    stalled.destroy();
    await busy.gateway.close();
  });

  describe("configuration", () => {
    const policies: readonly (readonly [string, object, string])[] = [
      ["a short token", { token: "short" }, "at least 16 characters"],
      ["a token with a space", { token: "sixteen characters" }, "visible ASCII"],
      ["every origin", { origins: ["*"] }, '"*" isn\'t an origin'],
      ["an origin with a path", { origins: [`${ORIGIN}/`] }, "isn't an origin"],
      ["a host with a port", { hosts: ["ipfs.example:80"] }, "without a port"],
      ["a host that is a pattern", { hosts: ["*"] }, "isn't a lower-case host name"],
    ];
    for (const [name, policy, reason] of policies) {
      it(`with ${name} is refused`, async () => {
        const error = await rejectionOf(startRpcServer(policy), UploadPolicyError);
        expect(error.message).to.contain(reason);
      });
    }
  });
});
