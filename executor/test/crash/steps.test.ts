import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect } from "chai";
import { STEPS } from "./steps.ts";

const DOCUMENT = resolve(import.meta.dirname, "../../../docs/executor-crash.md");

describe("the steps of a run", () => {
  it("are documented under the numbers that the tests tell", async () => {
    const rows = (await readFile(DOCUMENT, "utf8")).matchAll(/^\| (\d+) \| `([a-z-]+)` \| (.+) \|$/gm);
    const told = [...rows].map(([, number, name, words]) => [Number(number), name, words]);
    expect(told).to.deep.equal(STEPS.map(([name, words], i) => [i + 1, name, words]));
  });
});
