import { expect } from "chai";
import { bytesWords, conceptWords, descriptionIn, millisecondsWords } from "./words.ts";

describe("words of a manifest", () => {
  it("give bytes in the unit that reads best", () => {
    expect([0, 512, 1_024, 22_767, 8_388_608].map(bytesWords)).to.deep.equal([
      "0 bytes",
      "512 bytes",
      "1 KiB",
      "22.2 KiB",
      "8 MiB",
    ]);
  });

  it("give milliseconds in seconds from one on", () => {
    expect([999, 1_000, 2_500].map(millisecondsWords)).to.deep.equal(["999 ms", "1 s", "2.5 s"]);
  });

  it("give the last part of a concept", () => {
    expect(conceptWords("https://x.example/ns/ontology/drf#excess-rainfall-cover")).to.equal(
      "excess rainfall cover",
    );
    expect(conceptWords("https://x.example/ns/heavy_rain/")).to.equal("heavy rain");
  });

  it("describe in the reader's language, else in English, else in any", () => {
    expect(descriptionIn({ en: "a", es: "b" }, "es")).to.equal("b");
    expect(descriptionIn({ en: "a", es: "b" }, "ar")).to.equal("a");
    expect(descriptionIn({ fr: "c" }, "ar")).to.equal("c");
  });
});
