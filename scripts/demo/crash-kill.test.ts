import { expect } from "chai";
import { type Hex, pad } from "viem";
import { developmentAccount } from "../start/seed.ts";
import { isEmitted } from "./crash-kill.ts";
import type { EmittedEvent } from "./crash-outcome.ts";

const [AUDIT, RUN]: [Hex, Hex] = [pad("0xa1"), pad("0xb2")];

const event = (name: string, args: Record<string, unknown>): EmittedEvent => ({ name, args, inputs: [] });
const opened = (taskId: Hex, kind: number) => event("TaskCreated", { taskId, kind });
const committed = (taskId: Hex, name: "executor-1" | "executor-2") =>
  event("ResultCommitted", { taskId, executor: developmentAccount(name).address });

describe("moment of a kill in the crash test", () => {
  it("has come once the chain shows it", () => {
    expect(isEmitted([], "audit opened", "Postgres")).to.equal(false);
    expect(isEmitted([opened(AUDIT, 0)], "audit opened", "Postgres")).to.equal(true);
    expect(isEmitted([opened(AUDIT, 0)], "run opened", "Postgres")).to.equal(false);
    expect(isEmitted([event("VersionCertified", {})], "version certified", "Postgres")).to.equal(true);
  });

  it("is an executor's own commitment, and for others the first", () => {
    const events = [opened(AUDIT, 0), committed(AUDIT, "executor-2")];
    expect(isEmitted(events, "audit committed", "executor-1")).to.equal(false);
    expect(isEmitted(events, "audit committed", "executor-2")).to.equal(true);
    expect(isEmitted(events, "audit committed", "IPFS gateway")).to.equal(true);
  });

  it("isn't that of another task", () => {
    const events = [opened(AUDIT, 0), opened(RUN, 1), committed(AUDIT, "executor-1")];
    expect(isEmitted(events, "run committed", "executor-1")).to.equal(false);
  });
});
