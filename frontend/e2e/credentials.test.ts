import { suspendVersion } from "@nexus/cli";
import { expect } from "chai";
import { carryOut } from "../../scripts/demo/dao.ts";
import { REVOKED_BECAUSE, theWorld } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";

const CHECKS = ["Token", "Certification", "Holder", "Board", "Manifest", "Artifact"] as const;

describe("somebody who verifies a credential", () => {
  let visitor: Visitor;

  afterEach(async () => visitor.leave());

  /** Each check of the page with its word, once all are done. */
  async function verdicts(): Promise<Record<string, string>> {
    const { page } = visitor;
    const entries = CHECKS.map(async (name) => {
      const item = page
        .getByRole("listitem")
        .filter({ has: page.getByRole("heading", { name: new RegExp(`^${name}`) }) });
      const word = item.getByText(/(Holds|Fails)$/);
      await word.waitFor();
      return [name, ((await word.textContent()) ?? "").replace(/^\W+/, "")] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  it("finds a valid one by the plugin's name, each check apart", async () => {
    visitor = await visit("verifier");
    const { page, go } = visitor;
    await go("/credentials");
    await page.getByLabel("Credential", { exact: true }).fill(`${theWorld().plugin}@1.0.0`);
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByRole("status").getByText("Valid", { exact: true }).waitFor();
    expect(await verdicts()).to.deep.equal(Object.fromEntries(CHECKS.map((name) => [name, "Holds"])));
  });

  it("finds their own among those that they hold", async () => {
    visitor = await visit("publisher");
    const { page, go, connect } = visitor;
    await go("/credentials");
    await connect();
    await page.getByRole("link", { name: `${theWorld().plugin} 1.0.0` }).click();
    await page.getByRole("status").getByText("Valid", { exact: true }).waitFor();
  });

  it("is told that a made-up one was never minted", async () => {
    visitor = await visit("verifier");
    const { page, go } = visitor;
    await go(`/credentials/0x${"f0".repeat(32)}`);
    await page.getByRole("status").getByText("Forged or never minted").waitFor();
    expect(await verdicts()).to.include({ Token: "Fails", Certification: "Fails", Board: "Fails" });
  });

  it("is told about bytes on IPFS that aren't the certified ones", async () => {
    const { certified, gateway } = theWorld();
    visitor = await visit("verifier");
    const { page, go, context } = visitor;
    await context.route(`${gateway}/ipfs/**`, (route) => route.fulfill({ status: 200, body: "other bytes" }));
    await go(`/credentials/${certified.versionId}`);
    await page.getByRole("status").getByText("Bytes not verified").waitFor();
    expect(await verdicts()).to.include({
      Token: "Holds",
      Certification: "Holds",
      Manifest: "Fails",
      Artifact: "Fails",
    });
  });

  it("is told that one was suspended, then revoked, with the reason", async () => {
    const { as, certified, revocation } = theWorld();
    visitor = await visit("verifier");
    const { page, go } = visitor;
    await go(`/credentials/${certified.versionId}`);

    await suspendVersion(await as("hub-1"), {
      ...{ version: certified.versionId, duration: 3_600, reason: "A trap was reported" },
    });
    await page.getByRole("status").getByText("Suspended", { exact: true }).waitFor();
    await page.getByText("Reason given: A trap was reported").waitFor();

    await carryOut(as, await revocation);
    await page.getByRole("status").getByText("Revoked", { exact: true }).waitFor();
    await page.getByText(`Reason given: ${REVOKED_BECAUSE}`).waitFor();
    expect(await verdicts()).to.include({
      Token: "Holds",
      Certification: "Fails",
      Holder: "Holds",
      Artifact: "Holds",
    });
  });
});
