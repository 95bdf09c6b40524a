import type { DevelopmentAccountName } from "@nexus/protocol";
import type { BrowserContext, Page } from "playwright-core";
import { openProfile, type View } from "./browser.ts";
import { theWorld } from "./stack.ts";
import { TestWallet, WALLET_NAME } from "./wallet.ts";

/** Somebody at the page, with a browser profile and a wallet of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly wallet: TestWallet;
  /** What the browser's console reported as an error, and what was thrown. */
  readonly faults: readonly string[];
  /** Goes to a route, such as `/reviews`, and waits for its heading. */
  go(route: string): Promise<void>;
  /** Connects the injected wallet through the dialog. */
  connect(): Promise<void>;
  leave(): Promise<void>;
}

/** Opens the page with a wallet over a development account's key. */
export async function visit(account: DevelopmentAccountName, view: View = {}): Promise<Visitor> {
  const { page: address, rpcUrl } = theWorld();
  const context = await openProfile(view);
  const wallet = new TestWallet(rpcUrl, account);
  await wallet.install(context);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  return {
    context,
    page,
    wallet,
    faults,
    go: async (route) => {
      await page.goto(`${address}#${route}`);
      try {
        await page.getByRole("heading", { level: 1 }).waitFor();
      } catch (cause) {
        const shown = await page.locator("body").textContent();
        throw new Error(`${route} has no heading. It shows: ${shown}\nFaults: ${faults.join("; ")}`, {
          cause,
        });
      }
    },
    connect: async () => {
      await page.getByRole("button", { name: "Connect wallet" }).click();
      await page.getByRole("dialog").getByRole("button", { name: WALLET_NAME }).click();
      await page.getByRole("button", { name: /^Connected as/ }).waitFor();
    },
    leave: () => context.close(),
  };
}
