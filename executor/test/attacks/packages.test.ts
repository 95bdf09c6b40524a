import { expect } from "chai";
import { DEFAULT_PREPARE_LIMITS } from "../../src/sandbox/sandbox.ts";
import { processWall } from "../../src/sandbox/walls.ts";
import { type Bench, openBench } from "../sandbox/fixtures/sandboxes.ts";
import { verdict } from "./attack.ts";
import { PACKAGE_ATTACKS, triedBehind } from "./table.ts";
import { OUTERMOST, requireWall, wallsAround } from "./walls.ts";

for (const wall of OUTERMOST) {
  describe(`A hostile package behind the wall "${wall}"`, () => {
    let bench: Bench;

    before(async function () {
      await requireWall(this, wall);
      bench = await openBench({ walls: [processWall(), ...wallsAround(wall)] });
    });

    after(() => bench?.close());

    for (const { id, attack, expected, component, limits } of triedBehind(wall, PACKAGE_ATTACKS)) {
      it(`${id}: ${attack} ends as "${expected}", and nothing of it runs`, async () => {
        const all = { ...DEFAULT_PREPARE_LIMITS, ...limits };
        const run = bench.sandbox.prepare(await component(), all).then((plugin) => bench.run(plugin));
        expect(await verdict(run)).to.equal(expected);
      });
    }
  });
}
