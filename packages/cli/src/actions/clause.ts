import { BindingMode, ClauseType, domainsOfMask, uuidBytes16 } from "@nexus/protocol";
import { encodeFunctionData, type Hex } from "viem";
import { explained, type NexusClient, send } from "../client.ts";
import { ClauseNotFoundError } from "../domain-errors.ts";
import { isId, versionIdOfReference } from "./versions.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A clause as the registry holds it. Throws `ContractRefusalError` if it is unknown. */
export async function clauseOf({ publicClient, contracts }: NexusClient, clauseId: Hex) {
  return explained(
    publicClient.readContract({ ...contracts.clauseRegistry, functionName: "clause", args: [clauseId] }),
  );
}

const uuidText = (uuid: Hex): string => uuid.replace(/^0x(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const fromStart = ({ deployment }: NexusClient) =>
  ({ fromBlock: BigInt(deployment.startBlock), strict: true }) as const;

/** The id of a clause, named by id or by UUID. Throws `ClauseNotFoundError`. */
export async function clauseIdOfReference(client: NexusClient, reference: string): Promise<Hex> {
  if (isId(reference)) return reference;
  if (!UUID.test(reference)) throw new ClauseNotFoundError({ reference });
  const { publicClient, contracts } = client;
  const filter = { eventName: "ClauseRegistered", args: { uuid: uuidBytes16(reference) } } as const;
  const logs = await explained(
    publicClient.getContractEvents({ ...contracts.clauseRegistry, ...filter, ...fromStart(client) }),
  );
  const latest = logs.at(-1);
  if (latest === undefined) throw new ClauseNotFoundError({ reference });
  return latest.args.clauseId;
}

async function sourcesOf(client: NexusClient, clauseId: Hex) {
  const { publicClient, contracts } = client;
  const filter = { eventName: "EventSourceSet", args: { clauseId } } as const;
  const logs = await explained(
    publicClient.getContractEvents({ ...contracts.clauseRegistry, ...filter, ...fromStart(client) }),
  );
  const state = new Map(logs.map(({ args }) => [args.source, args.authorized]));
  return [...state].filter(([, authorized]) => authorized).map(([source]) => source);
}

async function bindingsOf(client: NexusClient, clauseId: Hex) {
  const { publicClient, contracts } = client;
  const filter = { eventName: "VersionBound", args: { clauseId } } as const;
  const logs = await explained(
    publicClient.getContractEvents({ ...contracts.clauseRegistry, ...filter, ...fromStart(client) }),
  );
  const modes = new Map(logs.map(({ args }) => [args.versionId, args.mode]));
  return [...modes].map(([versionId, mode]) => ({ versionId, mode: BindingMode[mode] ?? String(mode) }));
}

/** A clause with its authorised event sources and the versions it may run. `clause` is an id or a UUID. */
export async function showClause(client: NexusClient, { clause }: { clause: string }) {
  const clauseId = await clauseIdOfReference(client, clause);
  const { uuid, clauseType, domains, registeredAt, digest } = await clauseOf(client, clauseId);
  return {
    clauseId,
    uuid: uuidText(uuid),
    clauseType: ClauseType[clauseType] ?? String(clauseType),
    domains: domainsOfMask(domains),
    digest,
    registeredAt,
    sources: await sourcesOf(client, clauseId),
    bindings: await bindingsOf(client, clauseId),
  };
}

/** Writes the clause-plugin index: how a clause may use a version. Only a clause steward may. */
export async function bindVersion(
  client: NexusClient,
  { clause, version, mode }: { clause: string; version: string; mode: BindingMode },
) {
  const { address, abi } = client.contracts.clauseRegistry;
  const clauseId = await clauseIdOfReference(client, clause);
  const versionId = await versionIdOfReference(client, version);
  const args = [clauseId, versionId, BindingMode.indexOf(mode)] as const;
  const data = encodeFunctionData({ abi, functionName: "bindVersion", args });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, clauseId, versionId, mode };
}
