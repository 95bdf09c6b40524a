import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { roles } from "@nexus/protocol";
import { expect } from "chai";
import { type Address, createPublicClient, custom } from "viem";
import { contractRoles, homeRoles } from "../../ignition/functionRoles.ts";
import { selectorOf } from "../../ignition/selectors.ts";
import { ethers, networkHelpers } from "../../test/fixtures/connect.ts";
import { callOf, type Dao, decide, deployDao } from "../../test/fixtures/dao.ts";
import { rolesPage } from "./document.ts";
import { RoleContradictionError } from "./errors.ts";
import { type RoleMap, readRoles } from "./read.ts";
import { table } from "./table.ts";

const request = ({ method, params }: { method: string; params?: unknown }) =>
  ethers.provider.send(method, (params ?? []) as unknown[]);
const client = createPublicClient({ transport: custom({ request }), cacheTime: 0 });

const read = async ({ deployment }: Dao) => readRoles(client, deployment);
const callersOf = ({ functions }: RoleMap, name: string) =>
  functions.find((found) => `${found.contract}.${found.function}` === name)?.callers;

describe("the role map", () => {
  it("lists every restricted function with its role", async () => {
    const { functions } = await read(await networkHelpers.loadFixture(deployDao));
    const found = functions.map(({ contract, function: name, role }) => [contract, name, role]);
    const expected = Object.entries(homeRoles).flatMap(([contract, byFunction]) =>
      Object.entries(byFunction).map(([name, role]) => [contract, name, role]),
    );
    expect(found).to.deep.equal(expected);
  });

  it("finds the timelock behind every function of a DAO, and never the deployer", async () => {
    const dao = await networkHelpers.loadFixture(deployDao);
    const map = await read(dao);
    const timelock = await dao.timelock.getAddress();
    for (const { function: name, role, callers } of map.functions) {
      const holder = contractRoles[role as keyof typeof contractRoles];
      const expected = holder ? await dao.contracts[holder].getAddress() : timelock;
      expect(
        callers.map(({ account }) => account),
        name,
      ).to.deep.equal([expected]);
    }
    const holders = map.roles.flatMap((role) => role.holders.map(({ account }) => account));
    expect(holders).not.to.include(dao.deployer.address);
  });

  it("lists the directory's registries with who administers them", async () => {
    const dao = await networkHelpers.loadFixture(deployDao);
    const map = await read(dao);
    const timelock = await dao.timelock.getAddress();
    const { ReviewBoard, AccessManager } = dao.deployment.contracts;
    expect(map.registries).to.deep.equal([
      {
        ...{ name: "nexus", kind: "Home", manager: AccessManager, attester: ReviewBoard },
        ...{ delisted: false, admins: [timelock] },
      },
    ]);
    expect(table(map)).to.match(new RegExp(`^nexus +Home +${ReviewBoard} +${timelock}$`, "m"));
  });

  it("shows delays, guardians and closed targets", async () => {
    const dao = await networkHelpers.loadFixture(deployDao);
    const { AccessManager, ReviewBoard, reviewer } = dao;
    const council = roles.SECURITY_COUNCIL;
    await decide(dao, callOf(AccessManager, "grantRole", [council, reviewer.address, 60]));
    await decide(dao, callOf(AccessManager, "setRoleGuardian", [council, roles.SEAT_STEWARD]));
    const map = await read(dao);
    const delayed = { account: reviewer.address, name: reviewer.address, immediate: false, delay: 60 };
    expect(callersOf(map, "ReviewBoard.suspend")).to.deep.include(delayed);
    expect(map.roles.find(({ name }) => name === "SECURITY_COUNCIL")).to.include({
      guardian: "SEAT_STEWARD",
    });
    expect(table(map)).to.include(`${reviewer.address} after 60 s`);
    await decide(dao, callOf(AccessManager, "setTargetClosed", [await ReviewBoard.getAddress(), true]));
    const closed = (await read(dao)).functions
      .filter((found) => found.closed)
      .map(({ contract }) => contract);
    expect(new Set(closed)).to.deep.equal(new Set(["ReviewBoard"]));
  });

  it("shows a function that the manager was told about and the contracts don't declare", async () => {
    const dao = await networkHelpers.loadFixture(deployDao);
    const selector = "0x12345678";
    const target = await dao.ReviewBoard.getAddress();
    await decide(
      dao,
      callOf(dao.AccessManager, "setTargetFunctionRole", [target, [selector], roles.SEAT_STEWARD]),
    );
    const found = (await read(dao)).functions.find((each) => each.selector === selector);
    expect(found).to.include({ contract: "ReviewBoard", role: "SEAT_STEWARD" });
  });

  it("refuses a manager that lets strangers through", async () => {
    const dao = await networkHelpers.loadFixture(deployDao);
    const selector = selectorOf("ReviewBoard", "appoint") as Address;
    const target = await dao.ReviewBoard.getAddress();
    const open = [target, [selector], 2n ** 64n - 1n];
    await decide(dao, callOf(dao.AccessManager, "setTargetFunctionRole", open));
    const fault = await read(dao).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(RoleContradictionError);
    expect(String(fault)).to.include("ReviewBoard.appoint without holding PUBLIC_ROLE");
  });

  it("is in docs/roles.md as the modules make it; `npm run roles -- --document` writes it", async () => {
    const page = await readFile(join(import.meta.dirname, "../../docs/roles.md"), "utf8");
    expect(page).to.equal(rolesPage());
  });
});
