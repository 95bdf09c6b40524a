import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { excesses } from "./caps.ts";
import { withFigures } from "./document.ts";
import { measureGas } from "./measure.ts";
import { CODE_LIMIT, measureSizes } from "./sizes.ts";
import { CALLDATA_NOISE, differences, readSnapshot, type Snapshot } from "./snapshot.ts";

describe("gas", () => {
  let measured: Snapshot;

  before(async () => {
    measured = { rows: await measureGas(), sizes: await measureSizes() };
  });

  it("stays within the caps", () => {
    expect(excesses(measured.rows)).to.deep.equal([]);
  });

  it("is as committed; `npm run bench:gas -- --record` commits new figures", async () => {
    expect(differences(await readSnapshot(), measured)).to.deep.equal([]);
  });

  it("is in docs/gas.md as committed", async () => {
    const page = await readFile(join(import.meta.dirname, "../../docs/gas.md"), "utf8");
    expect(page).to.equal(withFigures(page, await readSnapshot()));
  });

  it("fits every contract into the code size limit", () => {
    const above = Object.entries(measured.sizes).filter(([, size]) => size >= CODE_LIMIT);
    expect(above).to.deep.equal([]);
  });
});

describe("the gas snapshot", () => {
  const recorded = { operation: "vote", gas: 1_000, peer: "other", peerGas: 2_000, ratio: 0.5 };
  const snapshot = (row: Partial<typeof recorded>, size = 10): Snapshot => ({
    rows: [{ ...recorded, ...row }],
    sizes: { Board: size },
  });

  it("forgives calldata noise alone", () => {
    const within = snapshot({ gas: 1_000 + CALLDATA_NOISE, peerGas: 2_000 - CALLDATA_NOISE });
    expect(differences(snapshot({}), within)).to.deep.equal([]);
    expect(differences(snapshot({}), snapshot({ gas: 1_001 + CALLDATA_NOISE }))).to.have.length(1);
    expect(differences(snapshot({}), snapshot({ peerGas: 1_999 - CALLDATA_NOISE }))).to.have.length(1);
  });

  it("names new and missing operations and changed sizes", () => {
    expect(differences(snapshot({}), snapshot({ operation: "recuse" }, 11))).to.deep.equal([
      "recuse isn't recorded",
      "vote wasn't measured",
      "Board has 11 bytes, recorded 10",
    ]);
  });

  it("has no operation above its cap, and none that is missing", () => {
    const found = excesses([{ ...recorded, operation: "check 1", gas: 6_601 }]);
    expect(found)
      .to.include("check 1 takes 6601 gas, more than 6600")
      .and.to.include("check 2 wasn't measured");
  });
});
