import { expect } from "chai";
import { durationWords } from "./duration.ts";

describe("durationWords", () => {
  for (const [seconds, words] of [
    [-5, "0 s"],
    [0, "0 s"],
    [9.9, "9 s"],
    [60, "1 min"],
    [250, "4 min 10 s"],
    [3_600, "1 h"],
    [3_605, "1 h"],
    [90_061, "1 d 1 h"],
    [172_800, "2 d"],
  ] as const) {
    it(`says "${words}" for ${seconds} seconds`, () => {
      expect(durationWords(seconds)).to.equal(words);
    });
  }
});
