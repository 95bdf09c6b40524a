import { expect } from "chai";
import { openBench } from "../sandbox/fixtures/sandboxes.ts";
import { TAMPERING_ATTACKS } from "./table.ts";

describe("Bytes that were changed on their way", () => {
  for (const { id, attack, expected, end } of TAMPERING_ATTACKS) {
    it(`${id}: ${attack} ends as "${expected}"`, async () => {
      const bench = await openBench();
      try {
        expect(await end(bench)).to.equal(expected);
      } finally {
        await bench.close();
      }
    });
  }
});
