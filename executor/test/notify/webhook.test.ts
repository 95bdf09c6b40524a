import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { WebhookRefusedError } from "../../src/errors.ts";
import { deliver, type Webhook } from "../../src/notify/webhook.ts";
import { hashOf } from "../doubles/chain.ts";

const NOTICE = {
  id: "anomaly:usage:1",
  kind: "anomaly",
  taskId: hashOf("task"),
  text: "It used too much.",
} as const;
const SECRET = "sixteen characters";

describe("the webhook", () => {
  let server: Server;
  let answer = { status: 204, headers: {} as Record<string, string> };
  let got: { headers: IncomingHttpHeaders; body: string }[] = [];

  const webhook = (): Webhook => {
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/notices`, secret: SECRET, executor: "0x01", chainId: 31_337 };
  };

  before((done) => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        got.push({ headers: request.headers, body });
        response.writeHead(answer.status, answer.headers).end();
      });
    }).listen(0, "127.0.0.1", done);
  });

  beforeEach(() => {
    got = [];
    answer = { status: 204, headers: {} };
  });

  after((done) => {
    server.close(done);
  });

  it("posts a notice that names executor and chain, signed with the shared secret", async () => {
    await deliver(webhook(), NOTICE);
    const [{ headers, body } = { headers: {}, body: "" }] = got;
    expect(JSON.parse(body)).to.deep.equal({ ...NOTICE, executor: "0x01", chainId: 31_337 });
    expect(headers["x-nexus-notice"]).to.equal(NOTICE.id);
    const signature = createHmac("sha256", SECRET).update(body).digest("hex");
    expect(headers["x-nexus-signature"]).to.equal(`sha256=${signature}`);
  });

  it("never sends its secret", async () => {
    await deliver(webhook(), NOTICE);
    expect(JSON.stringify(got)).to.not.include(SECRET);
  });

  it("takes any answer but 2xx for a refusal", async () => {
    answer = { status: 500, headers: {} };
    const fault = await deliver(webhook(), NOTICE).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(WebhookRefusedError);
    expect((fault as WebhookRefusedError).message).to.equal(
      `The webhook at ${new URL(webhook().url).host} (NEXUS_WEBHOOK_URL) answers with status 500; the notice is sent again.`,
    );
  });

  it("follows no redirect, which could carry the notice elsewhere", async () => {
    answer = { status: 307, headers: { location: "/elsewhere" } };
    const fault = await deliver(webhook(), NOTICE).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(TypeError);
    expect(got).to.have.length(1);
  });
});
