import { expect } from "chai";
import { registryAtHead } from "../../src/chain/registry-at-head.ts";
import type { RegistryReader } from "../../src/core/ports.ts";
import { hashOf } from "../doubles/chain.ts";
import { performingParts } from "../doubles/plugin.ts";

describe("the registries at the chain's head", () => {
  const head = { number: 5n, hash: hashOf("five") };
  const later = { number: 6n, hash: hashOf("six") };

  const setUp = async (heads: readonly (typeof head)[]) => {
    const { registry } = await performingParts();
    const asked: string[] = [];
    const live: RegistryReader = {
      ...registry,
      bindingOf: async (clauseId) => {
        asked.push(clauseId);
        if (asked.length === 1 && clauseId === hashOf("away")) throw new Error("the node is away");
        return "Executable";
      },
    };
    const left = [...heads];
    return { at: registryAtHead(async () => left.shift() ?? head, live), asked, left };
  };

  it("are asked once for all runs that find the same head", async () => {
    const { at, asked } = await setUp([head, head, later]);
    for (let run = 0; run < 2; run += 1) {
      const registry = await at(5n);
      expect(await registry.bindingOf(hashOf("clause"), hashOf("version"))).to.equal("Executable");
    }
    expect(asked).to.deep.equal([hashOf("clause")]);
    await (await at(5n)).bindingOf(hashOf("clause"), hashOf("version"));
    expect(asked).to.have.length(2);
  });

  it("aren't those of a head from before the run's block", async () => {
    const { at, left } = await setUp([head, later]);
    const [early, late] = await Promise.all([at(5n), at(6n)]);
    expect(left).to.deep.equal([]);
    expect(early).not.to.equal(late);
  });

  it("are asked again what failed", async () => {
    const { at } = await setUp([head, head]);
    const registry = await at(5n);
    const away = await registry.bindingOf(hashOf("away"), hashOf("version")).catch((fault: Error) => fault);
    expect(away).to.be.instanceOf(Error).with.property("message", "the node is away");
    expect(await registry.bindingOf(hashOf("away"), hashOf("version"))).to.equal("Executable");
  });
});
