import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { roles } from "@nexus/protocol";
import { expect } from "chai";
import { homeRoles, mirrorRoles } from "../../ignition/functionRoles.ts";

const contractsFolder = join(import.meta.dirname, "../../contracts");

/** Names of the functions that carry the `restricted` modifier, by the file they stand in. */
async function restrictedFunctions(): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = await readdir(contractsFolder, { recursive: true });
  const found = new Map<string, readonly string[]>();
  for (const file of files.filter((name) => name.endsWith(".sol") && !name.startsWith("mocks"))) {
    const source = await readFile(join(contractsFolder, file), "utf8");
    const declarations = [...source.matchAll(/function (\w+)\([^)]*\)([^{;]*)[{;]/g)];
    const names = declarations.filter(([, , modifiers]) => /\brestricted\b/.test(modifiers ?? ""));
    const functions = names.map(([, name]) => String(name));
    if (functions.length > 0) found.set(file, functions);
  }
  return found;
}

const assignments = { ...homeRoles, ...mirrorRoles };

/** The files that each managed contract's restricted functions stand in. */
const sources = {
  BountyEscrow: ["incentives/BountyEscrow.sol"],
  CertificateToken: ["certification/CertificateToken.sol"],
  ClauseRegistry: ["registry/ClauseRegistry.sol"],
  DisputeManager: ["governance/DisputeManager.sol"],
  ExecutorRegistry: ["execution/ExecutorRegistry.sol"],
  LicenceRegistry: ["incentives/LicenceRegistry.sol"],
  MirrorAttester: ["certification/MirrorAttester.sol"],
  RegistryDirectory: ["registry/RegistryDirectory.sol"],
  ResultConsensus: ["execution/ConsensusSettings.sol", "execution/ResultConsensus.sol"],
  ReviewBoard: ["governance/ReviewDesk.sol", "governance/ReviewDisputes.sol", "governance/ReviewerSeats.sol"],
  ReviewFees: ["incentives/ReviewFees.sol"],
  SecurityCouncil: ["governance/SecurityCouncil.sol"],
} as const satisfies Record<keyof typeof assignments, readonly string[]>;

describe("Roles", () => {
  it("have the same ids in the contracts and in the protocol", async () => {
    const source = await readFile(join(contractsFolder, "access/Roles.sol"), "utf8");
    const declared = [...source.matchAll(/uint64 internal constant (\w+) = (\d+);/g)];
    const ids = declared.map(([, name, id]) => [String(name), BigInt(id ?? "")] as const);
    expect({ ADMIN_ROLE: 0n, ...Object.fromEntries(ids) }).to.deep.equal({ ...roles });
  });

  it("are assigned to every restricted function, and to no other", async () => {
    const restricted = await restrictedFunctions();
    expect([...restricted.keys()].sort()).to.deep.equal(Object.values(sources).flat().sort());
    for (const [contract, files] of Object.entries(sources)) {
      const assigned = Object.keys(assignments[contract as keyof typeof sources]);
      const inSources = files.flatMap((file) => restricted.get(file) ?? []);
      expect(assigned.sort(), contract).to.deep.equal(inSources.sort());
    }
  });
});
