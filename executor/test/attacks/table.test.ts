import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { ATTACKS, ESCAPES, tables } from "./table.ts";

const PAGE = new URL("../../../docs/attacks.md", import.meta.url);
const BEGIN =
  "<!-- attacks: written by `NEXUS_RECORD=attacks npx mocha executor/test/attacks/table.test.ts` -->";
const END = "<!-- end of attacks -->";

describe("The table of attacks", () => {
  it("has at least sixty that end alike behind every wall, and more that each wall meets in its own way", () => {
    expect(ATTACKS.length).to.be.at.least(60);
    expect(ESCAPES.length).to.be.at.least(20);
  });

  it("names each attack once", () => {
    const ids = [...ATTACKS, ...ESCAPES].map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it("is in docs/attacks.md as it is tried", async () => {
    const page = await readFile(PAGE, "utf8");
    const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
    if (begin < 0 || end < begin) throw new Error(`docs/attacks.md needs the lines ${BEGIN} and ${END}.`);
    const fresh = `${page.slice(0, begin)}${BEGIN}\n\n${tables()}\n\n${page.slice(end)}`;
    if (process.env.NEXUS_RECORD === "attacks") await writeFile(PAGE, fresh);
    else expect(page).to.equal(fresh);
  });
});
