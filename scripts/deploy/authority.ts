import {
  accessManagerAbi,
  type ContractName,
  type Deployment,
  nexusGovernorAbi,
  roles,
  timelockControllerAbi,
} from "@nexus/protocol";
import { type Address, type Hex, keccak256, stringToBytes, zeroAddress, zeroHash } from "viem";
import { contractRoles, homeRoles, type RoleName } from "../../ignition/functionRoles.ts";
import { deployerRoles } from "../../ignition/handOver.ts";
import { selectorOf } from "../../ignition/selectors.ts";
import type { Check, Client } from "./check.ts";

/** Who may do what: every restricted function's role, every role's holder, and the DAO behind them. */
export async function checkAuthority(client: Client, { contracts }: Deployment, deployer: Address) {
  const handedOver = !(await holds(client, contracts, roles.ADMIN_ROLE, deployer));
  const holder = handedOver ? contracts.TimelockController : deployer;
  const checks = [
    ...(await checkFunctions(client, contracts)),
    ...(await checkHolders(client, contracts, holder)),
    ...(await checkTimelock(client, contracts, { handedOver, deployer })),
    ...(await checkGovernor(client, contracts)),
    ...(handedOver ? await checkDeployer(client, contracts, deployer) : []),
  ];
  return { checks, handedOver };
}

type Contracts = Deployment["contracts"];

async function holds(client: Client, contracts: Contracts, role: bigint, account: Address): Promise<boolean> {
  const manager = { address: contracts.AccessManager, abi: accessManagerAbi } as const;
  const [isMember] = await client.readContract({
    ...manager,
    functionName: "hasRole",
    args: [role, account],
  });
  return isMember;
}

async function checkFunctions(client: Client, contracts: Contracts): Promise<Check[]> {
  const manager = { address: contracts.AccessManager, abi: accessManagerAbi } as const;
  const functions = Object.entries(homeRoles).flatMap(([contract, byFunction]) =>
    Object.entries(byFunction).map(async ([name, role]: [string, RoleName]) => {
      const args = [contracts[contract as ContractName], selectorOf(contract, name)] as const;
      const needed = await client.readContract({ ...manager, functionName: "getTargetFunctionRole", args });
      return { name: `${contract}.${name} needs ${role}`, holds: needed === roles[role] };
    }),
  );
  return Promise.all(functions);
}

async function checkHolders(client: Client, contracts: Contracts, holder: Address): Promise<Check[]> {
  const holders: readonly { role: RoleName; account: Address }[] = [
    ...deployerRoles.map((role) => ({ role, account: holder })),
    ...Object.entries(contractRoles).map(([role, contract]) => ({
      ...{ role: role as RoleName, account: contracts[contract] },
    })),
  ];
  const checks = holders.map(async ({ role, account }) => ({
    name: `${account} holds ${role}`,
    holds: await holds(client, contracts, roles[role], account),
  }));
  return Promise.all(checks);
}

/** The deployer has kept nothing of what it held. */
async function checkDeployer(client: Client, contracts: Contracts, deployer: Address): Promise<Check[]> {
  const checks = (Object.keys(roles) as RoleName[]).map(async (role) => ({
    name: `the deployer ${deployer} doesn't hold ${role}`,
    holds: !(await holds(client, contracts, roles[role], deployer)),
  }));
  return Promise.all(checks);
}

const timelockRole = (name: string): Hex => keccak256(stringToBytes(name));

async function checkTimelock(
  client: Client,
  { NexusGovernor, TimelockController }: Contracts,
  { handedOver, deployer }: { handedOver: boolean; deployer: Address },
): Promise<Check[]> {
  const timelock = { address: TimelockController, abi: timelockControllerAbi } as const;
  const facts = [
    ["the governor proposes to the timelock", timelockRole("PROPOSER_ROLE"), NexusGovernor, true],
    ["the governor cancels in the timelock", timelockRole("CANCELLER_ROLE"), NexusGovernor, true],
    ["anyone executes what has waited", timelockRole("EXECUTOR_ROLE"), zeroAddress, true],
    ["the timelock administers itself", zeroHash, TimelockController, true],
    ["the deployer doesn't propose", timelockRole("PROPOSER_ROLE"), deployer, false],
    ["the deployer administers the timelock until it hands over", zeroHash, deployer, !handedOver],
  ] as const;
  const checks = facts.map(async ([name, role, account, expected]) => {
    const args = [role, account] as const;
    return {
      name,
      holds: (await client.readContract({ ...timelock, functionName: "hasRole", args })) === expected,
    };
  });
  return Promise.all(checks);
}

async function checkGovernor(client: Client, contracts: Contracts): Promise<Check[]> {
  const governor = { address: contracts.NexusGovernor, abi: nexusGovernorAbi } as const;
  const timelock = await client.readContract({ ...governor, functionName: "timelock" });
  const token = await client.readContract({ ...governor, functionName: "token" });
  return [
    { name: "the governor acts through the timelock", holds: timelock === contracts.TimelockController },
    { name: "the governor counts NXS", holds: token === contracts.NexusToken },
  ];
}
