import { RUN_LIMITS } from "@nexus/protocol";
import { expect } from "chai";
import { grantLines } from "./grant-words.ts";

describe("words of a grant", () => {
  it("say what a plugin may use, and what stands around it", () => {
    const grant = {
      capabilities: [{ name: "log", scope: [] }],
      limits: { ...RUN_LIMITS, memoryBytes: 8_388_608, wallMs: 2_000, cpuMs: 500, outputBytes: 4_096 },
      isolation: "plugin",
      walls: ["process", "bwrap"],
    } as const;
    expect(grantLines(grant)).to.deep.equal([
      "Interfaces: log.",
      "8 MiB of memory, 500 ms of computing within 2 s.",
      "4 KiB of output, 64 KiB of log, 1000 calls of the host.",
      "A fresh instance for every run, behind process, bwrap.",
    ]);
  });

  it("say that nothing is granted, that scopes bound an interface, and that runs are apart", () => {
    const capabilities = [{ name: "chain-read", scope: ["0x12"] }] as const;
    const grant = { capabilities, limits: RUN_LIMITS, isolation: "run", walls: [] } as const;
    expect(grantLines(grant)[0]).to.equal("Interfaces: chain-read 0x12.");
    expect(grantLines(grant)[3]).to.equal("A process of its own for every run, behind no wall.");
    expect(grantLines({ ...grant, capabilities: [] })[0]).to.equal("Nothing but compute.");
  });
});
