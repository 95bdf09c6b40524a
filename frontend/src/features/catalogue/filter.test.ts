import { expect } from "chai";
import { filterPlugins, isInReview, statusOf } from "./filter.ts";
import type { CataloguePlugin } from "./query.ts";

const NOW = 1_000;

function plugin(
  name: string,
  changes: Partial<NonNullable<CataloguePlugin["latestVersion"]>> = {},
): CataloguePlugin {
  const latestVersion = {
    id: name,
    semver: "1.0.0",
    licence: "PublicGood",
    domainChambers: ["Drf"],
    yanked: false,
    publisher: { id: "0xabc" },
    manifest: { wellFormed: true, pluginClass: "risk-analytics-library", description: "", searchText: "" },
    certification: { expiresAt: "2000", suspendedUntil: "0", revokedAt: "0" },
    reviews: [],
    ...changes,
  } as const;
  return { id: name, name, versionCount: 1, settledRuns: 0, latestVersion };
}

const rain = plugin("rainfall-trigger", {
  manifest: {
    wellFormed: true,
    pluginClass: "risk-analytics-library",
    description: "Pays when it rains",
    searchText: "flood landslide",
  },
});
const treaty = plugin("treaty-reader", {
  licence: "Academic",
  domainChambers: ["Esg"],
  manifest: {
    wellFormed: true,
    pluginClass: "clause-validator",
    description: "Reads treaties",
    searchText: "law",
  },
  certification: null,
});
const empty: CataloguePlugin = { ...plugin("only-a-name"), latestVersion: null };
const all = [rain, treaty, empty];

const names = (filter: Parameters<typeof filterPlugins>[1]) =>
  filterPlugins(all, filter, NOW).map(({ name }) => name);

describe("filterPlugins", () => {
  it("lets everything through without a filter", () => {
    expect(names({})).to.deep.equal(["rainfall-trigger", "treaty-reader", "only-a-name"]);
  });

  for (const [filter, found] of [
    [{ q: "FLOOD" }, ["rainfall-trigger"]],
    [{ q: "rains flood" }, ["rainfall-trigger"]],
    [{ q: "rains law" }, []],
    [{ q: "treaty reader" }, ["treaty-reader"]],
    [{ q: "environment" }, ["treaty-reader"]],
    [{ q: "  " }, ["rainfall-trigger", "treaty-reader", "only-a-name"]],
    [{ domain: "Drf" }, ["rainfall-trigger"]],
    [{ class: "clause-validator" }, ["treaty-reader"]],
    [{ licence: "Academic" }, ["treaty-reader"]],
    [{ status: "Valid" }, ["rainfall-trigger"]],
    [{ status: "None" }, ["treaty-reader", "only-a-name"]],
    [{ domain: "Drf", licence: "Academic" }, []],
  ] as const) {
    it(`finds ${found.length} for ${JSON.stringify(filter)}`, () => {
      expect(names(filter)).to.deep.equal(found);
    });
  }
});

describe("statusOf", () => {
  for (const [certification, status] of [
    [null, "None"],
    [{ expiresAt: "1001", suspendedUntil: "0", revokedAt: "0" }, "Valid"],
    [{ expiresAt: "1000", suspendedUntil: "0", revokedAt: "0" }, "Expired"],
    [{ expiresAt: "2000", suspendedUntil: "1001", revokedAt: "0" }, "Suspended"],
    [{ expiresAt: "2000", suspendedUntil: "1000", revokedAt: "0" }, "Valid"],
    [{ expiresAt: "900", suspendedUntil: "1001", revokedAt: "0" }, "Expired"],
    [{ expiresAt: "900", suspendedUntil: "1001", revokedAt: "5" }, "Revoked"],
  ] as const) {
    it(`is ${status} for ${JSON.stringify(certification)} at ${NOW}`, () => {
      expect(statusOf(plugin("x", { certification }), NOW)).to.equal(status);
    });
  }
});

describe("isInReview", () => {
  for (const [reviews, expected] of [
    [[], false],
    [[{ id: "1", stage: "Submitted", voteEnd: "1000" }], true],
    [[{ id: "1", stage: "Submitted", voteEnd: "999" }], false],
    [[{ id: "1", stage: "Executed", voteEnd: "2000" }], false],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(reviews)} at ${NOW}`, () => {
      expect(isInReview(plugin("x", { reviews }), NOW)).to.equal(expected);
    });
  }

  it("is false for a name without a version", () => {
    expect(isInReview(empty, NOW)).to.equal(false);
  });
});
