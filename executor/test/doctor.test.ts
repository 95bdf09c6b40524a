import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { examine } from "../src/doctor.ts";
import { InvalidSettingsError } from "../src/errors.ts";
import { freePort } from "./fixtures/chain.ts";

describe("the doctor", function () {
  this.timeout(60_000);

  let folder: string;
  let environment: NodeJS.ProcessEnv;
  let port: number;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-doctor-"));
    port = await freePort();
    environment = {
      NEXUS_RPC_URL: `http://127.0.0.1:${port}`,
      NEXUS_CHAIN_ID: "31337",
      DATABASE_URL: `postgres://nexus:secret@127.0.0.1:${port}/executor`,
      NEXUS_IPFS_GATEWAY: `http://127.0.0.1:${port}`,
      NEXUS_CONTENT_DIRECTORY: join(folder, "content"),
      NEXUS_CACHE_DIRECTORY: join(folder, "cache"),
      NEXUS_EXECUTOR_KEY: `0x${"11".repeat(32)}`,
      NEXUS_POLICY: join(folder, "policy.json"),
      NEXUS_POLICY_SIGNER: `0x${"0a".repeat(20)}`,
    };
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("tells of everything that is missing at once, and of what is there", async () => {
    const findings = await examine(environment);
    const faults = findings.filter(({ ok }) => !ok).map(({ check }) => check);
    expect(faults).to.have.members(["database", "ipfs gateway", "chain", "policy"]);
    const found = findings.filter(({ ok }) => ok).map(({ check }) => check);
    expect(found).to.have.members(["settings", "content directory", "cache directory", "sandbox", "key"]);
    const chain = findings.find(({ check }) => check === "chain");
    expect(chain?.detail).to.equal(`The chain's node at 127.0.0.1:${port} doesn't answer.`);
  });

  it("never repeats a password or a key", async () => {
    const words = JSON.stringify(await examine(environment));
    expect(words).to.not.include("secret");
    expect(words).to.not.include("11".repeat(32));
  });

  it("can't look at anything without settings", async () => {
    const fault = await examine({}).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(InvalidSettingsError);
  });
});
