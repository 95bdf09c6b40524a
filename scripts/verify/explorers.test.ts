import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { ExplorerRefusalError } from "./errors.ts";
import { etherscan, sourcify } from "./explorers.ts";
import type { Submission } from "./submissions.ts";

const submission: Submission = {
  name: "NexusToken",
  address: "0x00000000000000000000000000000000000000a1",
  identifier: "contracts/NexusToken.sol:NexusToken",
  compilerVersion: "0.8.37+commit.f401782d",
  constructorArguments: "00ff",
  creationTransaction: `0x${"cc".repeat(32)}`,
  input: { settings: { libraries: {} } },
};

/** What a test's server was asked, and what it answers one after another. */
interface Exchange {
  readonly asked: { method: string; url: string; body: string }[];
  answers: { status?: number; body: unknown }[];
}

describe("explorers", () => {
  let server: Server;
  let url: string;
  let exchange: Exchange;

  beforeEach(async () => {
    exchange = { asked: [], answers: [] };
    server = createServer((request, response) => {
      void text(request).then((body) => {
        exchange.asked.push({ method: request.method ?? "", url: request.url ?? "", body });
        const { status = 200, body: answer } = exchange.answers.shift() ?? { status: 500, body: "no answer" };
        response.writeHead(status).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.close();
  });

  const refusal = async (promise: Promise<unknown>) => {
    const fault = await promise.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fault).to.be.instanceOf(ExplorerRefusalError);
    return String(fault);
  };
  const atSourcify = () => sourcify({ url, chainId: 5, pauseMs: 1 })(submission);
  const atEtherscan = () =>
    etherscan({ url: `${url}/api`, chainId: 5, apiKey: "key", pauseMs: 1 })(submission);
  const pending = { body: { isJobCompleted: false, contract: { match: null } } };

  it("sourcify gets the sources once and is asked until it says how they match", async () => {
    const match = { body: { isJobCompleted: true, contract: { match: "exact_match" } } };
    exchange.answers = [{ status: 202, body: { verificationId: "7" } }, pending, match];
    expect(await atSourcify()).to.equal("exact_match");
    const [posted, ...polls] = exchange.asked;
    expect(posted?.url).to.equal(`/v2/verify/5/${submission.address}`);
    expect(JSON.parse(posted?.body ?? "")).to.deep.equal({
      stdJsonInput: submission.input,
      compilerVersion: submission.compilerVersion,
      contractIdentifier: submission.identifier,
      creationTransactionHash: submission.creationTransaction,
    });
    expect(polls.map(({ method, url: path }) => `${method} ${path}`)).to.deep.equal([
      "GET /v2/verify/7",
      "GET /v2/verify/7",
    ]);
  });

  it("sourcify's refusals are told in its words", async () => {
    const failed = {
      isJobCompleted: true,
      contract: { match: null },
      error: { message: "bytecodes differ" },
    };
    exchange.answers = [{ body: { verificationId: "7" } }, { body: failed }];
    expect(await refusal(atSourcify())).to.include("NexusToken: bytecodes differ");
    exchange.answers = [{ status: 409, body: { message: "already" } }];
    expect(await refusal(atSourcify()))
      .to.include("HTTP 409")
      .and.to.include("already");
    exchange.answers = [{ body: { other: true } }];
    expect(await refusal(atSourcify())).to.include('{"other":true}');
  });

  it("etherscan gets a form with the input and the arguments, and is asked until it passes", async () => {
    const [queued, passed] = ["Pending in queue", "Pass - Verified"].map((result, index) => ({
      body: { status: String(index), result },
    }));
    exchange.answers = [{ body: { status: "1", result: "guid" } }, queued, passed] as Exchange["answers"];
    expect(await atEtherscan()).to.equal("Pass - Verified");
    const [posted, poll] = exchange.asked;
    expect(posted?.url).to.equal("/api?chainid=5&module=contract&action=verifysourcecode");
    const form = new URLSearchParams(posted?.body);
    expect(form.get("sourceCode")).to.equal(JSON.stringify(submission.input));
    expect(form.get("contractname")).to.equal(submission.identifier);
    expect(form.get("compilerversion")).to.equal(`v${submission.compilerVersion}`);
    expect(form.get("constructorArguements")).to.equal("00ff");
    expect(poll?.url).to.include("action=checkverifystatus").and.to.include("guid=guid");
  });

  it("etherscan's refusals are told in its words, and what it knows already is no refusal", async () => {
    exchange.answers = [{ body: { status: "0", result: "Missing or invalid ApiKey" } }];
    expect(await refusal(atEtherscan())).to.include("Missing or invalid ApiKey");
    exchange.answers = [
      { body: { status: "1", result: "guid" } },
      { body: { status: "0", result: "Fail - Unable to verify" } },
    ];
    expect(await refusal(atEtherscan())).to.include("Fail - Unable to verify");
    exchange.answers = [{ body: { status: "0", result: "Contract source code already verified" } }];
    expect(await atEtherscan()).to.equal("Contract source code already verified");
  });
});
