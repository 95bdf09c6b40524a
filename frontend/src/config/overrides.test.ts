import { expect } from "chai";
import { InvalidOverrideError } from "./errors.ts";
import { applyOverrides, readOverrides, type TextStorage, writeOverrides } from "./overrides.ts";
import type { RuntimeConfig } from "./runtime-config.ts";

function memory(): TextStorage & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}

describe("overrides", () => {
  it("are kept per chain and read back", () => {
    const storage = memory();
    writeOverrides(storage, 1, { rpcUrl: " https://node.example/ ", gateway: "" });
    expect(readOverrides(storage, 1)).to.deep.equal({ rpcUrl: "https://node.example" });
    expect(readOverrides(storage, 2)).to.deep.equal({});
  });

  it("leave nothing behind when all are emptied", () => {
    const storage = memory();
    writeOverrides(storage, 1, { index: "https://index.example" });
    writeOverrides(storage, 1, {});
    expect(storage.entries.size).to.equal(0);
  });

  it("are refused with the field's name, and nothing is kept", () => {
    const storage = memory();
    expect(() => writeOverrides(storage, 1, { gateway: "gateway.example" }))
      .to.throw(InvalidOverrideError)
      .that.includes({ field: "gateway", value: "gateway.example" });
    expect(storage.entries.size).to.equal(0);
  });

  for (const text of ["not json", "null", "[]", '{"rpcUrl":7,"index":"ws://x","other":"https://x"}']) {
    it(`ignore what can't be used: ${text}`, () => {
      const storage = memory();
      storage.setItem("nexus:overrides:1", text);
      expect(readOverrides(storage, 1)).to.deep.equal({});
    });
  }

  it("replace only what they name", () => {
    const config = { rpcUrl: "a", index: "b", gateway: "c", chainId: 1 } as unknown as RuntimeConfig;
    expect(applyOverrides(config, { index: "d" })).to.deep.equal({ ...config, index: "d" });
  });
});
