import { expect } from "chai";
import { killOf, MOMENTS, type Moment, VICTIMS } from "./crash-schedule.ts";

const kills = (seed: number, count: number) => Array.from({ length: count }, (_, i) => killOf(seed, i + 1));

describe("schedule of the crash test", () => {
  it("gives the same victims and times for the same seed", () => {
    expect(kills(1, 20)).to.deep.equal(kills(1, 20));
    expect(kills(1, 3)).to.deep.equal([
      { victim: "executor-2", moment: "walk begun", delayMs: 26_845 },
      { victim: "Postgres", moment: "run revealed", delayMs: 373 },
      { victim: "executor-2", moment: "audit committed", delayMs: 1_157 },
    ]);
  });

  it("gives others for another seed", () => {
    expect(kills(1, 20)).not.to.deep.equal(kills(2, 20));
  });

  it("reaches every victim and every moment, and a third of the kills falls anywhere", () => {
    const many = kills(7, 3_000);
    expect(new Set(many.map(({ victim }) => victim))).to.deep.equal(new Set(VICTIMS));
    expect(new Set(many.map(({ moment }) => moment))).to.deep.equal(new Set(Object.keys(MOMENTS)));
    const anywhere = many.filter(({ moment }) => moment === "walk begun").length;
    expect(anywhere).to.be.closeTo(many.length / 3, 90);
  });

  it("keeps each delay within its moment", () => {
    for (const { moment, delayMs } of kills(7, 3_000)) {
      expect(delayMs).to.be.within(0, MOMENTS[moment as Moment] - 1);
    }
  });
});
