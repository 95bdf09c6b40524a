import { readFileSync } from "node:fs";
import {
  canonicalBytes,
  clauseIdOf,
  domainMaskOf,
  entryArtifactOf,
  InvalidManifestError,
  leadingClauseIdOf,
  licenceTierOf,
  type Manifest,
  manifestBytes,
  manifestDigest,
  manifestJsonSchema,
  parseManifest,
  validateManifest,
} from "@nexus/protocol";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import fc from "fast-check";
import { thrownBy, vectors } from "./vectors.ts";

type Key = string | number;

interface Change {
  at: Key[];
  value: unknown;
}

const known = vectors<{
  manifest: Manifest;
  manifestDigest: string;
  domainMask: number;
  valid: { name: string; set: Change[] }[];
  faulty: { name: string; set: Change[]; faults: string[]; structural: boolean }[];
}>("manifests");

/** The sound manifest of the vectors, with changes. */
function changed(changes: readonly Change[]): unknown {
  const manifest: unknown = structuredClone(known.manifest);
  for (const { at, value } of changes) {
    const parent = at.slice(0, -1).reduce((node, key) => (node as Record<Key, unknown>)[key], manifest);
    (parent as Record<Key, unknown>)[at.at(-1) ?? ""] = value;
  }
  return manifest;
}

const faultsOf = (value: unknown) => thrownBy(() => validateManifest(value), InvalidManifestError).faults;
const pathsOf = (value: unknown) => faultsOf(value).map(({ path }) => path);
const accepts = new Ajv2020({ strict: true, allErrors: true }).compile(manifestJsonSchema());

describe("manifests", () => {
  it("have the digest of their canonical bytes", () => {
    expect(manifestDigest(known.manifest)).to.equal(known.manifestDigest);
    expect(parseManifest(manifestBytes(known.manifest))).to.deep.equal(known.manifest);
    expect(accepts(known.manifest)).to.equal(true);
  });

  for (const { name, set } of known.valid) {
    it(`may have ${name}`, () => {
      const manifest = changed(set);
      expect(validateManifest(manifest)).to.deep.equal(manifest);
      expect(accepts(manifest)).to.equal(true);
    });
  }

  for (const { name, set, faults, structural } of known.faulty) {
    it(`may not have ${name}`, () => {
      const manifest = changed(set);
      expect(pathsOf(manifest)).to.deep.equal(faults);
      expect(accepts(manifest), "JSON Schema").to.equal(!structural);
    });
  }

  for (const field of Object.keys(known.manifest)) {
    it(`need ${field}`, () => {
      const { [field]: _, ...rest } = known.manifest as unknown as Record<string, unknown>;
      expect(faultsOf(rest)).to.deep.include({ path: `$.${field}`, message: "is missing" });
      expect(accepts(rest)).to.equal(false);
    });
  }

  it("report all faults at once, those across fields included", () => {
    const several = changed(
      [
        "a name in capitals",
        "an entry that isn't there",
        "the UUID of another clause",
        "a capability twice",
        "SDG 18",
      ].flatMap((name) => known.faulty.find((item) => item.name === name)?.set ?? []),
    );
    expect(pathsOf(several)).to.have.members([
      "$.name",
      "$.entry.artifact",
      "$.clauses[0].uuid",
      "$.capabilities",
      "$.sdg[0]",
    ]);
  });

  it("report I-JSON's faults beside their own", () => {
    const manifest = changed([
      { at: ["limits", "wallMs"], value: 1.5 },
      { at: ["description", "en"], value: "\ud800" },
      { at: ["licence", "tier"], value: "free" },
    ]);
    expect(new Set(pathsOf(manifest))).to.deep.equal(
      new Set(["$.limits.wallMs", "$.description.en", "$.licence.tier"]),
    );
  });

  it("name the value and the way out", () => {
    const [fault] = faultsOf(changed([{ at: ["name"], value: "Rain Fall" }]));
    expect(fault?.message).to.equal(
      'must be 3 to 64 of a-z, 0-9 and single inner hyphens (it is "Rain Fall")',
    );
  });

  it("aren't read from bytes that aren't canonical, and their other faults are told too", () => {
    const pretty = new TextEncoder().encode(JSON.stringify(changed([{ at: ["sdg"], value: [18] }]), null, 2));
    const { faults } = thrownBy(() => parseManifest(pretty), InvalidManifestError);
    expect(faults.map(({ path }) => path)).to.deep.equal(["$", "$.sdg[0]"]);
  });

  it("aren't read from a duplicate key", () => {
    const text = new TextDecoder().decode(manifestBytes(known.manifest));
    const twice = new TextEncoder().encode(text.replace('"name":', '"name":"x","name":'));
    expect(() => parseManifest(twice)).to.throw(InvalidManifestError, "a duplicate or unsorted key");
  });

  it("aren't read from bytes that aren't JSON", () => {
    const { faults } = thrownBy(() => parseManifest(Uint8Array.of(0)), InvalidManifestError);
    expect(faults.map(({ path }) => path)).to.deep.equal(["$"]);
  });

  it("aren't larger than one block", () => {
    const description = Object.fromEntries(
      Array.from({ length: 140 }, (_, i) => [`aa-${String(i).padStart(3, "0")}`, "x".repeat(2_000)]),
    );
    const [fault] = faultsOf(changed([{ at: ["description"], value: description }]));
    expect(fault?.path).to.equal("$");
    expect(fault?.message).to.match(/^is \d+ bytes; a manifest may have 262144 \(256 KiB\)$/);
  });

  it("don't lose a name that JavaScript reserves", () => {
    const text = new TextDecoder().decode(manifestBytes(known.manifest));
    const bytes = new TextEncoder().encode(
      text.replace('"description":{', '"description":{"__proto__":"x",'),
    );
    expect(() => parseManifest(bytes)).to.throw(
      InvalidManifestError,
      "$.description.__proto__: has a name that JavaScript reserves",
    );
  });

  it("never throw anything but their own error, whatever the value", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        thrownBy(() => validateManifest(value), InvalidManifestError);
      }),
    );
  });

  it("give what a release signs", () => {
    expect(domainMaskOf(known.manifest)).to.equal(known.domainMask);
    expect(licenceTierOf({ licence: { spdx: "MIT", tier: "commercial" } })).to.equal(2);
    expect(entryArtifactOf(known.manifest).name).to.equal("plugin.wasm");
    const clause = known.manifest.clauses[0];
    expect(clause && leadingClauseIdOf(known.manifest)).to.equal(clause && clauseIdOf(clause));
  });
});

describe("the manifest's JSON Schema", () => {
  it("is the committed one", () => {
    const file = new URL("../schema/manifest.schema.gen.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8")), "run `npm run generate`").to.deep.equal(
      manifestJsonSchema(),
    );
  });

  it("has no rule that canonical bytes would break", () => {
    expect(() => canonicalBytes(manifestJsonSchema())).not.to.throw();
  });
});
