import {
  auditSeedOf,
  clauseIdOf,
  clauseUuidOf,
  commitmentOf,
  contentDigestOf,
  InvalidUuidError,
  pluginIdOf,
  seedOf,
  uuidBytes16,
  type VersionContent,
  versionIdOf,
  versionUuidOf,
} from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";
import type { Address, Hex } from "viem";
import { thrownBy, vectors, word } from "./vectors.ts";

interface IdVectors {
  plugins: { chainId: number; registry: Address; name: string; pluginId: Hex }[];
  versions: { version: string; pluginId: Hex; versionId: Hex; uuid: string }[];
  clauses: { standard: string; reference: string; uuid: string; digest: Hex; clauseId: Hex }[];
  contents: { content: VersionContent; contentDigest: Hex }[];
  seeds: { taskId: Hex; blockHash: Hex; seed: Hex }[];
  auditSeeds: { seed: Hex; index: number; auditSeed: Hex }[];
  commitments: (Parameters<typeof commitmentOf>[0] & { commitment: Hex })[];
}

const known = vectors<IdVectors>("ids");

describe("ids", () => {
  for (const { pluginId, ...plugin } of known.plugins) {
    it(`names plugin ${plugin.name} on chain ${plugin.chainId} as the registry does`, () => {
      expect(pluginIdOf(plugin)).to.equal(pluginId);
    });
  }

  for (const { version, pluginId, versionId, uuid } of known.versions) {
    it(`names version ${version} and shows it as a UUID v8`, () => {
      expect(versionIdOf(pluginId, version)).to.equal(versionId);
      expect(versionUuidOf(versionId)).to.equal(uuid);
    });
  }

  for (const { standard, reference, uuid, digest, clauseId } of known.clauses) {
    it(`names clause ${standard}, ${reference}`, () => {
      expect(clauseUuidOf({ standard, reference })).to.equal(uuid);
      expect(clauseIdOf({ uuid, digest })).to.equal(clauseId);
      expect(clauseIdOf({ uuid: uuidBytes16(uuid), digest })).to.equal(clauseId);
    });
  }

  it("gives a clause one UUID however its accents are encoded", () => {
    const composed = clauseUuidOf({ standard: "R\u00e9gime", reference: "\u00c9tat 1" });
    expect(clauseUuidOf({ standard: "Re\u0301gime", reference: "E\u0301tat 1" })).to.equal(composed);
  });

  it("refuses what isn't a UUID", () => {
    const error = thrownBy(() => clauseIdOf({ uuid: "815acd6b", digest: word(1) }), InvalidUuidError);
    expect(error.uuid).to.equal("815acd6b");
  });

  it("hashes a version's content as the registry keeps it", () => {
    for (const { content, contentDigest } of known.contents)
      expect(contentDigestOf(content)).to.equal(contentDigest);
  });

  it("draws seeds from the task and its block", () => {
    for (const { taskId, blockHash, seed } of known.seeds) expect(seedOf(taskId, blockHash)).to.equal(seed);
    for (const { seed, index, auditSeed } of known.auditSeeds)
      expect(auditSeedOf(seed, index)).to.equal(auditSeed);
  });

  it("commits as the consensus checks", () => {
    for (const { commitment, ...opening } of known.commitments)
      expect(commitmentOf(opening)).to.equal(commitment);
  });

  it("keeps a UUID's version and variant marks for every version id", () => {
    const ids = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(ids, (bytes) => {
        const uuid = versionUuidOf(`0x${Buffer.from(bytes).toString("hex")}`);
        expect(uuid).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });
});
