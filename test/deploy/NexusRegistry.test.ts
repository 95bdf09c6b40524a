import { roles } from "@nexus/protocol";
import { expect } from "chai";
import { daoRoles, functionRoles } from "../../ignition/functionRoles.ts";
import { NexusRegistry } from "../../ignition/modules/NexusRegistry.ts";
import { moduleParameters } from "../../ignition/parameters.ts";
import { selectorOf } from "../../ignition/selectors.ts";
import { ethers, ignition, networkHelpers } from "../fixtures/connect.ts";

const CHAIN_ID = 31337;

async function deploy() {
  const contracts = await ignition.deploy(NexusRegistry, { parameters: moduleParameters(CHAIN_ID) });
  const [dao, stranger] = await ethers.getSigners();
  if (!dao || !stranger) throw new Error("too few signers");
  return { ...contracts, dao, stranger };
}

describe("the NexusRegistry module", () => {
  it("gives every restricted function its role", async () => {
    const contracts = await networkHelpers.loadFixture(deploy);
    for (const [name, byFunction] of Object.entries(functionRoles)) {
      const target = contracts[name as keyof typeof functionRoles];
      for (const [restricted, role] of Object.entries(byFunction)) {
        const held = await contracts.AccessManager.getTargetFunctionRole?.(
          target,
          selectorOf(name, restricted),
        );
        expect(held, `${name}.${restricted}`).to.equal(roles[role as keyof typeof roles]);
      }
    }
  });

  it("grants the DAO's account its roles, the consensus its own, and a stranger none", async () => {
    const { AccessManager, ResultConsensus, dao, stranger } = await networkHelpers.loadFixture(deploy);
    const holds = async (role: bigint, account: unknown) =>
      (await AccessManager.hasRole?.(role, account))?.[0];
    for (const role of [...daoRoles, "ADMIN_ROLE"] as const) {
      expect(await holds(roles[role], dao), role).to.equal(true);
      expect(await holds(roles[role], stranger), role).to.equal(false);
    }
    expect(await holds(roles.CONSENSUS, ResultConsensus)).to.equal(true);
    expect(await holds(roles.CONSENSUS, dao)).to.equal(false);
  });
});
