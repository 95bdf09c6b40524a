import { expect } from "chai";
import type { ChainAccess } from "../src/chain/client.ts";
import type { Settings } from "../src/config.ts";
import { lookAtAudits } from "../src/doctor-audits.ts";

const NXS = 10n ** 18n;
const EXECUTOR = "0x00000000000000000000000000000000000000aa";

/** A chain on which a dispute takes 1,000 NXS. */
const chainWith = (held: bigint) =>
  ({
    client: {
      readContract: async ({ functionName }: { functionName: string }) =>
        functionName === "terms" ? { bond: 1_000n * NXS } : held,
    },
    deployment: { contracts: { DisputeManager: EXECUTOR, NexusToken: EXECUTOR } },
  }) as unknown as ChainAccess;

const AUDITS = { everySeconds: 86_400, daily: 10, reward: 5n * NXS };

describe("the doctor, on what audits and disputes take", () => {
  const look = (held: bigint, settings: Partial<Settings>) =>
    lookAtAudits(chainWith(held), { audits: undefined, mostBond: undefined, ...settings }, EXECUTOR).catch(
      (fault: Error) => fault.message,
    );

  it("needs nothing where nothing is asked for", async () => {
    expect(await look(0n, {})).to.equal("none are asked for, and nothing is disputed");
  });

  it("wants NXS for a day's audits and one dispute", async () => {
    const settings = { audits: AUDITS, mostBond: 1_000n * NXS };
    expect(await look(1_050n * NXS, settings)).to.equal(
      "1050 NXS, where a day's audits and a dispute take 1050",
    );
    expect(await look(1_049n * NXS, settings)).to.equal(
      `${EXECUTOR} holds 1049 NXS, and a day's audits and a dispute take 1050: send it some.`,
    );
  });

  it("says that a bond is too small for any dispute", async () => {
    expect(await look(9_999n * NXS, { mostBond: 999n * NXS })).to.equal(
      "NEXUS_DISPUTE_BOND is 999 NXS, and a dispute takes 1000: raise it, or nothing is disputed.",
    );
  });
});
