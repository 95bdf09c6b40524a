import type { RootHookObject } from "mocha";
import { closeBrowser, findChromium } from "./browser.ts";
import { startWorld, stopWorld } from "./stack.ts";

const STARTING_MS = 300_000;

/** One stack for all suites. Without Chromium they are skipped with one line, and fail in CI. */
export const mochaHooks: RootHookObject = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(STARTING_MS);
    if (findChromium() === undefined) {
      const line = "Browser tests need Chromium: install Debian's chromium, or name one in NEXUS_CHROMIUM.";
      if (process.env.CI === "true") throw new Error(line);
      console.log(`Skipped. ${line}`);
      return this.skip();
    }
    await startWorld();
  },
  async afterAll(this: Mocha.Context) {
    this.timeout(STARTING_MS);
    await closeBrowser();
    await stopWorld();
  },
};
