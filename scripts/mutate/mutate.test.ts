import { access, glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { mutationPage, survivorsPercent } from "./document.ts";
import { type Mutant, mutantOf, sampleOf } from "./mutants.ts";
import { type Result, Results } from "./results.ts";
import { survivors } from "./survivors.ts";
import { targets } from "./targets.ts";

const SOURCE = "contracts/a/B.sol";
const original = "a\n  x = 1;\nb\n  x = 1;\n";

function mutant(text: string): Mutant {
  const found = mutantOf(SOURCE, original, text);
  if (!found) throw new Error("no mutant");
  return found;
}

const first = mutant("a\n  x = 2;\nb\n  x = 1;\n");
const second = mutant("a\n  x = 1;\nb\n  x = 2;\n");

function result(id: string, outcome: Result["outcome"], place = first): Result {
  const { text: _, ...described } = place;
  return { ...described, id, outcome, target: "t", code: "code", tests: "tests" };
}

describe("mutants", () => {
  it("are one changed line, with both its texts", () => {
    expect(first).to.include({ source: SOURCE, line: 2, before: "x = 1;", after: "x = 2;" });
    expect(mutantOf(SOURCE, original, original)).to.equal(undefined);
    expect(mutantOf(SOURCE, original, original.replaceAll("1", "2"))).to.equal(undefined);
  });

  it("keep their ids when other lines move them, and differ between equal lines", () => {
    const moved = mutantOf(SOURCE, `new\n${original}`, "new\na\n  x = 2;\nb\n  x = 1;\n");
    expect(moved?.id).to.equal(first.id);
    expect(second.id).not.to.equal(first.id);
  });

  it("are drawn the same for the same seed, in order", () => {
    const all = [..."abcdefgh"].map((id) => ({ ...first, id }));
    const drawn = sampleOf(all, 3, 1);
    expect(drawn).to.have.length(3);
    expect(sampleOf(all, 3, 1)).to.deep.equal(drawn);
    expect([...drawn].sort((a, b) => (a.id < b.id ? -1 : 1))).to.deep.equal(drawn);
    expect(
      [1, 2, 3, 4].map((seed) =>
        sampleOf(all, 3, seed)
          .map(({ id }) => id)
          .join(""),
      ),
    ).to.satisfy((texts: string[]) => new Set(texts).size > 1);
    expect(sampleOf(all, Number.POSITIVE_INFINITY, 1)).to.deep.equal(all);
  });
});

describe("targets", () => {
  const root = join(import.meta.dirname, "../..");

  it("name sources and contracts that are there", async () => {
    const files = targets.flatMap(({ sources, contracts }) => [
      ...sources,
      ...contracts.map((contract) => contract.split(":")[0] ?? ""),
    ]);
    for (const file of files) await access(join(root, file));
  });

  it("have unit tests and properties", async () => {
    for (const { name, tests, properties } of targets) {
      for (const pattern of [...tests, ...properties]) {
        expect(await Array.fromAsync(glob(pattern, { cwd: root })), `${name}: ${pattern}`).not.to.deep.equal(
          [],
        );
      }
    }
  });
});

describe("results", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-results-"));
    file = join(folder, "deep/results.json");
  });

  afterEach(() => rm(folder, { recursive: true }));

  const digests = { code: "code", tests: "tests" };

  it("are there again after an interruption", async () => {
    const results = await Results.open(file, false);
    await results.add(result(first.id, "killed"));
    const again = await Results.open(file, false);
    expect(again.known(first, digests)).to.deep.equal(result(first.id, "killed"));
    expect((await Results.open(file, true)).known(first, digests)).to.equal(undefined);
  });

  it("count no more for other code, and for a survivor with other tests", async () => {
    const results = await Results.open(file, false);
    await results.add(result(first.id, "killed"));
    await results.add(result(second.id, "survived"));
    expect(results.known(first, { ...digests, code: "other" })).to.equal(undefined);
    expect(results.known(first, { ...digests, tests: "other" })?.outcome).to.equal("killed");
    expect(results.known(second, { ...digests, tests: "other" })).to.equal(undefined);
  });
});

describe("the page on mutation", () => {
  it("counts survivors among the mutants that changed the code", () => {
    const results = (["killed", "killed", "killed", "survived", "equal", "invalid"] as const).map(
      (outcome, index) => result(String(index), outcome),
    );
    expect(survivorsPercent(results)).to.equal(25);
    expect(mutationPage([{ target: "t", all: 9, known: results }], "c0ffee")).to.include(
      "| t | 9 | 6 | 1 | 1 | 3 | 1 | 25.0 % |",
    );
  });

  it("shows a survivor without a reason as unexplained", () => {
    expect(mutationPage([{ target: "t", all: 1, known: [result("0", "survived")] }], "c0ffee")).to.include(
      "| 0 | a/B.sol:2 | `x = 1;` | `x = 2;` | **unexplained** |",
    );
  });

  it("as committed explains every survivor, and only survivors", async () => {
    const page = await readFile(join(import.meta.dirname, "../../docs/mutation.md"), "utf8");
    expect(page).not.to.include("**unexplained**");
    const listed = [...page.matchAll(/^\| ([0-9a-f]{12}) \|/gm)].map(([, id]) => id);
    expect(listed.sort()).to.deep.equal(Object.keys(survivors).sort());
  });
});
