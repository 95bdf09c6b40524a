import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_POLICY, type Deployment, signedPolicyBytes, signedPolicyTypedData } from "@nexus/protocol";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import type { ChainAccess } from "../src/chain/client.ts";
import { PolicyFileError } from "../src/errors.ts";
import { openPolicies, type PolicySource } from "../src/policy.ts";
import { hashOf } from "./doubles/chain.ts";

const AUTHORITY = "0x00000000000000000000000000000000000000a1";
const DAO = privateKeyToAccount(hashOf("the DAO"));
const STRANGER = privateKeyToAccount(hashOf("a stranger"));
const POLICY = { ...DEFAULT_POLICY, name: "strict", walls: ["process", "bwrap"] };

/** A chain without contract accounts, whose node is asked for them only. */
const access = {
  client: { verifyTypedData: async () => false },
  deployment: { chainId: 31_337, contracts: { AccessManager: AUTHORITY } } as unknown as Deployment,
} as unknown as ChainAccess;

describe("the executor's policies", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-policy-"));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, bytes: Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };

  const sign = async (by = DAO, changes: object = {}) => {
    const unsigned = {
      policy: POLICY,
      chainId: 31_337,
      authority: AUTHORITY,
      signer: DAO.address,
      ...changes,
    } as const;
    const signature = await by.signTypedData(signedPolicyTypedData(unsigned));
    return signedPolicyBytes({ ...unsigned, signature });
  };

  const reasonOf = async (source: PolicySource): Promise<string> => {
    try {
      await openPolicies(source, access);
    } catch (fault) {
      if (fault instanceof PolicyFileError) return fault.reason;
      throw fault;
    }
    throw new Error("it was accepted");
  };

  it("are the one that comes with the code, where nothing else is named", async () => {
    expect(await openPolicies({ common: undefined, own: undefined }, access)).to.deep.equal({
      common: DEFAULT_POLICY,
      own: undefined,
    });
  });

  it("are read from files, the common one signed by the account that was named", async () => {
    const path = await write("signed.json", await sign());
    const own = await write(
      "own.json",
      Buffer.from(JSON.stringify({ ...DEFAULT_POLICY, name: "own" }, null, 2)),
    );
    const policies = await openPolicies({ common: { path, signer: DAO.address }, own }, access);
    expect(policies.common).to.deep.equal(POLICY);
    expect(policies.own?.name).to.equal("own");
  });

  it("aren't taken from another signer, even one that the file names", async () => {
    const path = await write("theirs.json", await sign(STRANGER, { signer: STRANGER.address }));
    expect(await reasonOf({ common: { path, signer: DAO.address }, own: undefined })).to.equal(
      `it names ${STRANGER.address} as its signer, and NEXUS_POLICY_SIGNER is ${DAO.address}`,
    );
  });

  it("aren't taken with a signature that isn't the signer's", async () => {
    const path = await write("forged.json", await sign(STRANGER));
    expect(await reasonOf({ common: { path, signer: DAO.address }, own: undefined })).to.equal(
      `its signature isn't that of ${DAO.address}; it was changed after signing, or signed by another key`,
    );
  });

  it("aren't taken from another chain or registry set", async () => {
    const path = await write("elsewhere.json", await sign(DAO, { chainId: 1 }));
    expect(await reasonOf({ common: { path, signer: DAO.address }, own: undefined })).to.equal(
      `it was signed for ${AUTHORITY} on chain 1, and this is ${AUTHORITY} on chain 31337`,
    );
  });

  it("aren't taken with faults or when they aren't there", async () => {
    const path = await write("faulty.json", new TextEncoder().encode("{}"));
    expect(await reasonOf({ common: undefined, own: path })).to.match(
      /^The policy has \d faults\. \$\.policyVersion/,
    );
    expect(await reasonOf({ common: undefined, own: join(folder, "absent") })).to.equal("it can't be read");
    const words = await write("words.json", new TextEncoder().encode("no JSON"));
    expect(await reasonOf({ common: undefined, own: words })).to.equal("it can't be read");
  });
});
