import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LicenceTier } from "@nexus/protocol";
import { expect } from "chai";
import type { Hex } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

const versionId: Hex = `0x${"a1".repeat(32)}`;
const requester = developmentAccount("requester", 31_337).address;
const EXECUTE = 1;

describe("licence", () => {
  let node: FakeNode;
  let directory: string;
  let granted: readonly unknown[] | undefined;
  let answer: Answer;

  beforeEach(async () => {
    granted = undefined;
    answer = { value: 0 };
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    node = await startFakeNode({
      mined: { status: "success" },
      calls: {
        tierOf: () => ({ value: LicenceTier.indexOf("Commercial") }),
        offerOf: () => ({ value: { price: 5n * 10n ** 18n, term: 600 } }),
        hasAccess: ([account, , access]) => ({ value: account === requester && access === EXECUTE }),
        grantedUntil: ([, , access]) => ({ value: access === EXECUTE ? 1_767_225_600 : 0 }),
        allowance: () => ({ value: 10n ** 20n }),
        owed: () => ({ value: 7n }),
        grant: (args) => {
          granted = args;
          return answer;
        },
        buy: () => answer,
        relaxTier: () => answer,
        setOffer: () => answer,
        setAcademic: () => answer,
        withdraw: () => ({ value: 7n }),
      },
    });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const run = (...argv: string[]) =>
    nexus(["licence", ...argv, "--rpc-url", node.url, "--deployment", "d.json"], { cwd: directory });

  it("show says what an account may do, and until when by a grant of its own", async () => {
    const { code, out } = await run("show", versionId, "--for", requester, "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(out[0] ?? "")).to.deep.equal({
      versionId,
      tier: "Commercial",
      offer: { price: "5000000000000000000", term: 600 },
      rights: [
        { access: "Install", allowed: false, grantedUntil: 0 },
        { access: "Execute", allowed: true, grantedUntil: 1_767_225_600 },
        { access: "Data", allowed: false, grantedUntil: 0 },
      ],
      account: requester,
    });
  });

  it("grant counts its time from the latest block", async () => {
    const terms = ["--for", requester, "--access", "data", "--lasts", "1d"];
    const { code } = await run("grant", versionId, ...terms, "--account", "publisher");
    expect(code).to.equal(0);
    expect(granted).to.deep.equal([versionId, requester, 2, 0x65000000 + 86_400]);
  });

  it("buy shows the price in NXS", async () => {
    const { out } = await run("buy", versionId, "--account", "requester");
    expect(out.join("\n")).to.match(/price +5 NXS/);
  });

  it("buy says that an offer changed, and sends nothing", async () => {
    answer = { refusal: "LicenceRegistryOfferChanged", args: [versionId, 6n * 10n ** 18n, 600] };
    const { err } = await run("buy", versionId, "--account", "requester");
    expect(err[0]).to.match(/^CONTRACT_REFUSED: The offer is 6 NXS for 600 s by now/);
    expect(node.asked).to.not.include("eth_sendRawTransaction");
  });

  for (const argv of [
    ["offer", versionId, "--price", "5", "--term", "10m"],
    ["relax", versionId, "--tier", "academic"],
  ]) {
    it(`${argv[0]} says who the publisher is`, async () => {
      const publisher = developmentAccount("publisher", 31_337).address;
      answer = { refusal: "LicenceRegistryNotPublisher", args: [versionId, requester, publisher] };
      const { err } = await run(...argv, "--account", "requester");
      expect(err[0]).to.match(/its publisher 0x\w{40} decides about its licence/);
    });
  }

  it("attest says that only listed issuers may", async () => {
    answer = { refusal: "LicenceRegistryNotIssuer", args: [requester] };
    const { err } = await run("attest", requester, "--lasts", "1d", "--account", "requester");
    expect(err[0]).to.match(/isn't a listed issuer of academic credentials: the DAO lists issuers/);
  });

  it("withdraw says what it paid", async () => {
    const { out } = await run("withdraw", "--account", "publisher", "--json");
    expect(JSON.parse(out[0] ?? "")).to.include({ amount: "7" });
  });
});
