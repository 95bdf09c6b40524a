import { accessManagerAbi, type ContractName, type Deployment, roles } from "@nexus/protocol";
import { type Address, getAddress, type Hex, isAddressEqual, type PublicClient } from "viem";
import { homeRoles } from "../../ignition/functionRoles.ts";
import { selectorOf } from "../../ignition/selectors.ts";
import { RoleContradictionError } from "./errors.ts";
import { type ListedRegistry, readRegistries } from "./registries.ts";

/** Blocks that one query of logs asks for, because public nodes limit it. */
const LOG_RANGE = 10_000n;

/** An account without any role, to prove that a function isn't open to all. */
const STRANGER: Address = "0x000000000000000000000000000000000000dEaD";
const PUBLIC_ROLE = 2n ** 64n - 1n;

/** Who holds a role. Seconds. `since` is when the grant takes effect; until then the account can do nothing by it. */
export interface Holder {
  readonly account: Address;
  readonly name: string;
  readonly since: number;
  readonly executionDelay: number;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly admin: string;
  readonly guardian: string;
  readonly grantDelay: number;
  readonly holders: readonly Holder[];
}

/** Who may call a restricted function, as the manager's `canCall` says: at once, or after scheduling it that many seconds. */
export interface Caller {
  readonly account: Address;
  readonly name: string;
  readonly immediate: boolean;
  readonly delay: number;
}

export interface RestrictedFunction {
  readonly contract: string;
  readonly function: string;
  readonly selector: Hex;
  readonly role: string;
  readonly closed: boolean;
  readonly callers: readonly Caller[];
}

export interface RoleMap {
  readonly chainId: number;
  readonly block: number;
  readonly manager: Address;
  readonly roles: readonly Role[];
  readonly functions: readonly RestrictedFunction[];
  /** Whom the directory lists, each under an AccessManager of its own but for the home. */
  readonly registries: readonly ListedRegistry[];
}

type Reader = Pick<PublicClient, "readContract" | "getContractEvents" | "getBlockNumber">;

interface Chain {
  readonly client: Reader;
  readonly manager: { readonly address: Address; readonly abi: typeof accessManagerAbi };
  readonly block: bigint;
  readonly nameOf: (account: Address) => string;
}

const roleNames = new Map<bigint, string>(Object.entries(roles).map(([name, id]) => [id, name]));
const roleName = (id: bigint) => (id === PUBLIC_ROLE ? "PUBLIC_ROLE" : (roleNames.get(id) ?? `role ${id}`));

/**
 * Reads from the chain who can do what: roles and their holders from the manager's events, confirmed by its views; and for
 * every restricted function, and every account that ever held a role, what `canCall` answers. @throws RoleContradictionError
 */
export async function readRoles(client: Reader, deployment: Deployment): Promise<RoleMap> {
  const chain = await chainOf(client, deployment);
  const granted = await eventsOf(chain, "RoleGranted", deployment.startBlock);
  const ids = new Set([...Object.values(roles), ...granted.map(({ roleId }) => roleId)]);
  const accounts = [...new Set(granted.map(({ account }) => getAddress(account)))];
  const held = await Promise.all([...ids].map((id) => readRole(chain, id, accounts)));
  const functions = await readFunctions(chain, deployment, accounts, held);
  return {
    ...{ chainId: deployment.chainId, block: Number(chain.block), manager: chain.manager.address },
    ...{ roles: held, functions, registries: await readRegistries(client, deployment) },
  };
}

async function chainOf(client: Reader, { contracts }: Deployment): Promise<Chain> {
  const names = Object.entries(contracts);
  return {
    client,
    manager: { address: contracts.AccessManager, abi: accessManagerAbi },
    block: await client.getBlockNumber(),
    nameOf: (account) => names.find(([, address]) => isAddressEqual(address, account))?.[0] ?? account,
  };
}

type EventName = "RoleGranted" | "TargetFunctionRoleUpdated";
type EventArguments = {
  RoleGranted: { roleId: bigint; account: Address };
  TargetFunctionRoleUpdated: { target: Address; selector: Hex };
};

/** Arguments of every log of one kind, a range of blocks at a time. */
async function eventsOf<Name extends EventName>(
  { client, manager, block }: Chain,
  eventName: Name,
  startBlock: number,
): Promise<readonly EventArguments[Name][]> {
  const found: EventArguments[Name][] = [];
  for (let fromBlock = BigInt(startBlock); fromBlock <= block; fromBlock += LOG_RANGE) {
    const last = fromBlock + LOG_RANGE - 1n;
    const toBlock = last < block ? last : block;
    const logs = await client.getContractEvents({ ...manager, eventName, fromBlock, toBlock, strict: true });
    found.push(...logs.map(({ args }) => args as unknown as EventArguments[Name]));
  }
  return found;
}

async function readRole(chain: Chain, id: bigint, accounts: readonly Address[]): Promise<Role> {
  const { client, manager, nameOf, block: blockNumber } = chain;
  const asked = { ...manager, blockNumber, args: [id] } as const;
  const admin = await client.readContract({ ...asked, functionName: "getRoleAdmin" });
  const guardian = await client.readContract({ ...asked, functionName: "getRoleGuardian" });
  const grantDelay = await client.readContract({ ...asked, functionName: "getRoleGrantDelay" });
  const holders: Holder[] = [];
  for (const account of accounts) {
    const args = [id, account] as const;
    const [since, executionDelay] = await client.readContract({
      ...{ ...manager, blockNumber, functionName: "getAccess", args },
    });
    if (since !== 0) holders.push({ account, name: nameOf(account), since, executionDelay });
  }
  const names = { name: roleName(id), admin: roleName(admin), guardian: roleName(guardian) };
  return { id: id.toString(), ...names, grantDelay, holders };
}

/** The restricted functions of the contracts, and any other that the manager was ever told about. */
async function restrictedSelectors(chain: Chain, deployment: Deployment) {
  const declared = Object.entries(homeRoles).flatMap(([contract, byFunction]) =>
    Object.keys(byFunction).map((name) => ({
      ...{ contract, function: name, selector: selectorOf(contract, name) },
      target: deployment.contracts[contract as ContractName],
    })),
  );
  const told = await eventsOf(chain, "TargetFunctionRoleUpdated", deployment.startBlock);
  const others = told.filter(
    ({ target, selector }) =>
      !declared.some((known) => isAddressEqual(known.target, target) && known.selector === selector),
  );
  const undeclared = others.map(({ target, selector }) => ({
    ...{ contract: chain.nameOf(target), function: selector, selector, target },
  }));
  return [...declared, ...undeclared];
}

async function readFunctions(
  chain: Chain,
  deployment: Deployment,
  accounts: readonly Address[],
  held: readonly Role[],
): Promise<readonly RestrictedFunction[]> {
  const { client, manager, block: blockNumber } = chain;
  const found: RestrictedFunction[] = [];
  for (const { target, ...named } of await restrictedSelectors(chain, deployment)) {
    const asked = { ...manager, blockNumber } as const;
    const args = [target, named.selector] as const;
    const id = await client.readContract({ ...asked, functionName: "getTargetFunctionRole", args });
    const closed = await client.readContract({ ...asked, functionName: "isTargetClosed", args: [target] });
    const callers = await readCallers(chain, target, named.selector, [...accounts, STRANGER]);
    const role = roleName(id);
    const members = (held.find(({ name }) => name === role)?.holders ?? []).map(({ account }) => account);
    if (!closed) requireAgreement(`${named.contract}.${named.function}`, role, members, callers);
    found.push({ ...named, role, closed, callers });
  }
  return found;
}

/** The accounts that `canCall` lets through. */
async function readCallers(
  { client, manager, block: blockNumber, nameOf }: Chain,
  target: Address,
  selector: Hex,
  accounts: readonly Address[],
): Promise<readonly Caller[]> {
  const callers: Caller[] = [];
  for (const account of accounts) {
    const asked = { ...manager, blockNumber, functionName: "canCall" } as const;
    const [immediate, delay] = await client.readContract({ ...asked, args: [account, target, selector] });
    if (immediate || delay !== 0) callers.push({ account, name: nameOf(account), immediate, delay });
  }
  return callers;
}

/** Holders in the future can't call yet; nobody else may differ. */
function requireAgreement(
  where: string,
  role: string,
  members: readonly Address[],
  callers: readonly Caller[],
): void {
  const intruders = callers.filter(({ account }) => !members.includes(account));
  if (intruders.length > 0) {
    throw new RoleContradictionError({ where, role, accounts: intruders.map(({ account }) => account) });
  }
}
