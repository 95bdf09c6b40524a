import { sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { zeroHash } from "viem";
import { performTask } from "../../src/core/perform.ts";
import type { TaskEvent } from "../../src/core/run.ts";
import { HostOverdueError } from "../../src/errors.ts";
import type { IdentityProvider } from "../../src/identity/provider.ts";
import { taskIn } from "../doubles/chain.ts";
import { BOARD, INPUT, OK, performingParts } from "../doubles/plugin.ts";

const EXECUTION: Partial<TaskEvent> = { inputDigest: sha256Digest(INPUT) };
const AUDIT: Partial<TaskEvent> = { kind: "Audit", requester: BOARD, inputDigest: zeroHash };

describe("the time that a host takes", () => {
  /** Performs a task whose runs read a document four times, from a gateway that takes its time for each. */
  const perform = async (fields: Partial<TaskEvent>, documentMs: number) => {
    const parts = await performingParts({
      entry: { artifact: "plugin.wasm", witPackage: "nexus:plugin@0.2.0", witWorld: "clause-validator" },
      capabilities: [
        { name: "log", scope: [] },
        { name: "clause-data", scope: [sha256Digest(INPUT)] },
      ],
    });
    let now = 0;
    parts.sandbox.run = async (_, { host }) => {
      const call = { interface: "clause-data", references: [sha256Digest(INPUT)] } as const;
      for (let turn = 0; turn < 4; turn += 1) {
        now += documentMs;
        expect(await host?.answer(call)).to.include({ status: "ok" });
      }
      return OK;
    };
    let expiresAt = 0;
    const issue: IdentityProvider["issue"] = (request) => {
      expiresAt = request.expiresAt;
      return parts.ports.identities.issue(request);
    };
    const identities = { ...parts.ports.identities, issue };
    const task = taskIn(parts.blocks.mine(), "task", fields);
    const performed = await performTask({ ...parts.ports, identities, nowMs: () => now }, task);
    return { performed, expiresAt };
  };

  it("ends a run without a result, and without another try, when it is too much", async () => {
    const { performed } = await perform(EXECUTION, 101_000);
    const detail = new HostOverdueError({ ms: 300_000 }).message;
    expect(performed).to.deep.equal({ status: "void", reason: "wall-time", detail });
  });

  it("is counted for each run of an audit anew", async () => {
    const { performed } = await perform(AUDIT, 99_000);
    expect(performed).to.include({ status: "result" });
  });

  it("is within the time that an identity lasts", async () => {
    const others = 60_000 + 600_000;
    expect((await perform(EXECUTION, 0)).expiresAt).to.equal((others + 2_000 + 300_000) / 1_000);
    expect((await perform(AUDIT, 0)).expiresAt).to.equal((others + 3 * (2_000 + 300_000)) / 1_000);
  });
});
