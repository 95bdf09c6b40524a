import { glob, readFile } from "node:fs/promises";
import { expect } from "chai";

/** Numbers of the properties that the design asks for. */
const NUMBERS = Array.from({ length: 24 }, (_, index) => index + 1);

/** A fuzz or invariant test, by its name: `testFuzz_4_…`, `testFuzz_Property22_…`, `invariant_Property16_…`. */
const TEST = /function (?:testFuzz|invariant)_(?:Property)?(\d+)_\w+\(/g;

async function numbersTested(): Promise<ReadonlySet<number>> {
  const texts = [];
  for await (const file of glob(`${import.meta.dirname}/*.t.sol`)) texts.push(await readFile(file, "utf8"));
  return new Set(texts.flatMap((text) => [...text.matchAll(TEST)].map(([, number]) => Number(number))));
}

describe("the design's properties", () => {
  it("each have a fuzz or invariant test that carries their number", async () => {
    const tested = await numbersTested();
    expect(NUMBERS.filter((number) => !tested.has(number))).to.deep.equal([]);
  });

  it("are no more than the design has", async () => {
    const tested = await numbersTested();
    expect([...tested].filter((number) => !NUMBERS.includes(number))).to.deep.equal([]);
  });
});
