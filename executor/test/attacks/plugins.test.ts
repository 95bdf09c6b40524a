import { expect } from "chai";
import { DEFAULT_PREPARE_LIMITS } from "../../src/sandbox/sandbox.ts";
import { processWall } from "../../src/sandbox/walls.ts";
import { componentOf } from "../sandbox/fixtures/components.ts";
import { type Bench, openBench } from "../sandbox/fixtures/sandboxes.ts";
import { verdict } from "./attack.ts";
import { PLUGIN_ATTACKS, triedBehind } from "./table.ts";
import { OUTERMOST, requireWall, wallsAround } from "./walls.ts";

const SECOND = Uint8Array.of(1, 2, 3);

for (const wall of OUTERMOST) {
  describe(`A hostile plugin behind the wall "${wall}"`, () => {
    let bench: Bench;

    before(async function () {
      await requireWall(this, wall);
      bench = await openBench({ walls: [processWall(), ...wallsAround(wall)], children: 4, running: 1 });
    });

    after(() => bench?.close());

    for (const { id, attack, expected, limits, input, ...parts } of triedBehind(wall, PLUGIN_ATTACKS)) {
      it(`${id}: ${attack} ends as "${expected}", twice, and harms no other run`, async () => {
        const component = await componentOf(parts);
        for (let turn = 0; turn < 2; turn += 1) {
          const prepared = bench.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS);
          const run = prepared.then((plugin) => bench.run(plugin, { ...limits, ...(input && { input }) }));
          expect(await verdict(run)).to.equal(expected);
        }
        expect(await verdict(bench.run("echo", { input: SECOND }))).to.equal("ok 010203");
      });
    }
  });
}
