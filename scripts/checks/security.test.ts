import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";

const root = join(import.meta.dirname, "../..");

/** A test of any kind: mocha's, or a fuzz, invariant or unit test in Solidity. */
const TEST = /\bit\(|function (?:test|invariant)/;

async function threats(): Promise<readonly (readonly string[])[]> {
  const page = await readFile(join(root, "docs/security.md"), "utf8");
  const table = page.split("## Threats")[1]?.split("\n## ")[0] ?? "";
  const rows = table.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| threat"));
  return rows
    .filter((row) => !row.startsWith("| ---"))
    .map((row) => row.split("|").map((cell) => cell.trim()));
}

const filesIn = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file);

describe("docs/security.md", () => {
  it("names a test for every threat", async () => {
    const rows = await threats();
    expect(rows.length).to.be.greaterThan(20);
    expect(rows.filter((row) => filesIn(row[3]).length === 0)).to.deep.equal([]);
  });

  it("names files that are there and hold tests", async () => {
    const files = new Set((await threats()).flatMap((row) => filesIn(row[3])));
    const missing = await Promise.all(
      [...files].map(async (file) => {
        const text = await readFile(join(root, file), "utf8").catch(() => "");
        return TEST.test(text) ? [] : [file];
      }),
    );
    expect(missing.flat()).to.deep.equal([]);
  });
});
