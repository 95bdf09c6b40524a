import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { fundLocalBounty } from "../../scripts/demo/certify.ts";
import { axeViolations } from "./axe.ts";
import { theWorld, type World } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";

const SCREENSHOTS = resolve(import.meta.dirname, "../../.nexus/screenshots");

const WIDTHS = [1_280, 390] as const;
const SCHEMES = ["light", "dark"] as const;

interface Look {
  readonly name: string;
  readonly route: (world: World) => string;
  /** Text that shows that the page has loaded. */
  readonly shows: RegExp;
}

const LOOKS: readonly Look[] = [
  { name: "catalogue", route: () => "/", shows: /settled run/ },
  { name: "plugin", route: ({ plugin }) => `/plugins/${plugin}?version=1.0.0`, shows: /Manifest verified/ },
  { name: "reviews", route: () => "/reviews", shows: /left to vote/ },
  { name: "review-open", route: ({ open }) => `/reviews/${open.proposalId}`, shows: /You may vote/ },
  { name: "bounties", route: () => "/bounties", shows: /Bounty 1/ },
  { name: "bounty-paid", route: ({ certified }) => `/bounties/${certified.bountyId}`, shows: /paid to/ },
  { name: "credentials", route: () => "/credentials", shows: /Verify any credential/ },
  {
    name: "credential-valid",
    route: ({ certified }) => `/credentials/${certified.versionId}`,
    shows: /certifies this version now/,
  },
  {
    name: "credential-forged",
    route: () => `/credentials/0x${"f0".repeat(32)}`,
    shows: /Forged or never minted/,
  },
  { name: "runs", route: () => "/runs", shows: /Run of/ },
  { name: "run", route: ({ run }) => `/runs/${run.taskId}`, shows: /Signature/ },
  { name: "audit", route: ({ open }) => `/runs/${open.auditTaskId}`, shows: /Submission for review/ },
  { name: "nowhere", route: () => "/nowhere", shows: /nothing at this address/ },
];

describe("every page, on a desktop and a phone, in light and dark", () => {
  let visitor: Visitor;

  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    visitor = await visit("drr-3");
    await visitor.go("/");
    await visitor.connect();
  });

  after(async () => visitor.leave());

  async function look(name: string): Promise<void> {
    const { page } = visitor;
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const path = join(SCREENSHOTS, `${name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: !(await page.getByRole("dialog").isVisible()) });
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wider, `${name} is wider than ${width} px`).to.be.at.most(0);
        expect(await axeViolations(page), `${name} at ${width} px in ${colorScheme}`).to.deep.equal([]);
      }
    }
  }

  for (const { name, route, shows } of LOOKS) {
    it(`${name}: axe finds nothing`, async () => {
      await visitor.page.goto(`${theWorld().page}#${route(theWorld())}`);
      await visitor.page.getByText(shows).first().waitFor();
      await look(name);
    });
  }

  it("bounty-open: axe finds nothing", async () => {
    const { bountyId } = await fundLocalBounty(theWorld().as);
    await visitor.go(`/bounties/${bountyId}`);
    await visitor.page.getByText(/You deposit/).waitFor();
    await look("bounty-open");
  });

  it("submit: axe finds nothing", async () => {
    await visitor.go(`/reviews/submit/${theWorld().certified.versionId}`);
    await visitor.page.getByText(/Only the version's publisher/).waitFor();
    await look("submit");
  });

  it("ballot: axe finds nothing", async () => {
    const { page, go } = visitor;
    await go(`/reviews/${theWorld().open.proposalId}`);
    await page.getByRole("radio", { name: "Against" }).check();
    await page.getByRole("checkbox", { name: "Security" }).check();
    await page.getByLabel("Reason").fill("It reads outside its input.");
    await page.getByRole("button", { name: "Sign a ballot instead" }).click();
    await page.getByRole("dialog").waitFor();
    await look("ballot");
    await page.keyboard.press("Escape");
  });
});
