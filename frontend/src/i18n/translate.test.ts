import { expect } from "chai";
import { ar } from "./locales/ar.ts";
import { en, type MessageKey } from "./locales/en.ts";
import { es } from "./locales/es.ts";
import { isLanguage, translate } from "./translate.ts";

const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe("translate", () => {
  it("fills places, and leaves those that got no value", () => {
    expect(translate(en, "wallet.wrongNetwork", { actual: 1 })).to.equal(
      "Your wallet is on chain 1. This page is about chain {expected}.",
    );
  });

  it("falls back to English", () => {
    expect(translate({}, "nav.runs")).to.equal("Runs");
    expect(translate(es, "nav.runs")).to.equal("Ejecuciones");
  });
});

describe("the catalogues", () => {
  for (const [name, catalogue] of Object.entries({ es, ar })) {
    it(`in ${name} have the places of the English texts`, () => {
      for (const [key, text] of Object.entries(catalogue))
        expect(placesOf(text), key).to.deep.equal(placesOf(en[key as MessageKey]));
    });

    it(`in ${name} have the whole navigation`, () => {
      const navigation = Object.keys(en).filter((key) => key.startsWith("nav."));
      expect(Object.keys(catalogue)).to.include.members(navigation);
    });
  }

  it("in Spanish are complete", () => {
    expect(Object.keys(es).sort()).to.deep.equal(Object.keys(en).sort());
  });
});

describe("isLanguage", () => {
  it("takes the languages there are", () => {
    expect(["en", "ar", "de", "toString", "", null, undefined].filter(isLanguage)).to.deep.equal([
      "en",
      "ar",
    ]);
  });
});
