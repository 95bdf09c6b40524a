import {
  accessManagerAbi,
  Chamber,
  type ContractName,
  certificateTokenAbi,
  type Deployment,
  DisputeKind,
  disputeManagerAbi,
  parametersFor,
  resultConsensusAbi,
  reviewBoardAbi,
  roles,
  securityCouncilAbi,
} from "@nexus/protocol";
import { type Address, createPublicClient, custom } from "viem";
import { contractRoles, daoRoles, functionRoles, type RoleName } from "../../ignition/functionRoles.ts";
import { selectorOf } from "../../ignition/selectors.ts";
import { checkCode } from "./code.ts";
import type { Artifacts, Provider } from "./deploy.ts";
import { ReadBackError } from "./errors.ts";

type Client = ReturnType<typeof clientOf>;

const clientOf = (provider: Provider) => createPublicClient({ transport: custom(provider) });

interface Check {
  readonly name: string;
  readonly holds: boolean;
}

async function checkRoles(client: Client, { contracts }: Deployment, dao: Address): Promise<Check[]> {
  const manager = { address: contracts.AccessManager, abi: accessManagerAbi } as const;
  const functions = Object.entries(functionRoles).flatMap(([contract, byFunction]) =>
    Object.entries(byFunction).map(async ([name, role]: [string, RoleName]) => {
      const args = [contracts[contract as ContractName], selectorOf(contract, name)] as const;
      const needed = await client.readContract({ ...manager, functionName: "getTargetFunctionRole", args });
      return { name: `${contract}.${name} needs ${role}`, holds: needed === roles[role] };
    }),
  );
  const holders = [
    ...(["ADMIN_ROLE", ...daoRoles] as const).map((role) => ({ role, account: dao })),
    ...Object.entries(contractRoles).map(([role, holder]) => ({
      ...{ role: role as keyof typeof contractRoles, account: contracts[holder] },
    })),
  ];
  const grants = holders.map(async ({ role, account }) => {
    const args = [roles[role], account] as const;
    const [isMember] = await client.readContract({ ...manager, functionName: "hasRole", args });
    return { name: `${account} holds ${role}`, holds: isMember };
  });
  return Promise.all([...functions, ...grants]);
}

async function checkWiring(
  client: Client,
  { chainId, contracts }: Deployment,
  dao: Address,
): Promise<Check[]> {
  const { review, chambers } = parametersFor(chainId);
  const token = { address: contracts.CertificateToken, abi: certificateTokenAbi } as const;
  const consensus = { address: contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  const reviewBoard = { address: contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  const board = await client.readContract({ ...token, functionName: "board" });
  const attester = await client.readContract({ ...consensus, functionName: "attester" });
  const licences = await client.readContract({ ...consensus, functionName: "licences" });
  const settings = await client.readContract({ ...reviewBoard, functionName: "reviewSettings" });
  const rules = Chamber.map(async (chamber, index) => {
    const found = await client.readContract({ ...reviewBoard, functionName: "chamberRules", args: [index] });
    return { name: `the rules of chamber ${chamber}`, holds: sameFields(chambers[chamber], found) };
  });
  return [
    { name: "the credential's board is the ReviewBoard", holds: board === contracts.ReviewBoard },
    { name: "the runs' attester is the ReviewBoard", holds: attester === contracts.ReviewBoard },
    { name: "the runs' licences are the set's", holds: licences === contracts.LicenceRegistry },
    ...(await checkDisputes(client, { chainId, contracts }, dao)),
    { name: "the review's settings", holds: sameFields(review, settings) },
    ...(await Promise.all(rules)),
  ];
}

/** Who rules disputes about what, on which terms, and who may suspend until when. */
async function checkDisputes(
  client: Client,
  { chainId, contracts }: Pick<Deployment, "chainId" | "contracts">,
  dao: Address,
): Promise<Check[]> {
  const { disputes, council } = parametersFor(chainId);
  const manager = { address: contracts.DisputeManager, abi: disputeManagerAbi } as const;
  const guardians = { address: contracts.SecurityCouncil, abi: securityCouncilAbi } as const;
  const arbitrator = await client.readContract({ ...manager, functionName: "arbitrator" });
  const terms = await client.readContract({ ...manager, functionName: "terms" });
  const board = await client.readContract({ ...guardians, functionName: "board" });
  const longest = await client.readContract({ ...guardians, functionName: "maximumSuspension" });
  const targets = DisputeKind.map(async (kind, index) => {
    const target = await client.readContract({ ...manager, functionName: "targetOf", args: [index] });
    const expected = kind === "Bounty" ? contracts.BountyEscrow : contracts.ReviewBoard;
    return { name: `disputes of the kind ${kind} go to the contract in charge`, holds: target === expected };
  });
  return [
    { name: "the DAO's account rules disputes", holds: arbitrator.toLowerCase() === dao.toLowerCase() },
    { name: "the terms of disputes", holds: sameFields(disputes, terms) },
    { name: "the council suspends on the ReviewBoard", holds: board === contracts.ReviewBoard },
    { name: "the council's longest suspension", holds: longest === council.maximumSuspension },
    ...(await Promise.all(targets)),
  ];
}

function sameFields(expected: object, found: object): boolean {
  const values = new Map(Object.entries(found));
  return Object.entries(expected).every(([field, value]) => values.get(field) === value);
}

/** Reads code, roles, wiring and settings back from the chain; returns how many facts held. @throws ReadBackError */
export async function readBack(
  provider: Provider,
  artifacts: Artifacts,
  { deployment, dao }: { deployment: Deployment; dao: Address },
): Promise<number> {
  const client = clientOf(provider);
  const code = await Promise.all(
    Object.entries(deployment.contracts).map(([name, address]) =>
      checkCode(client, artifacts, name, address),
    ),
  );
  const checks = [
    ...code.flat(),
    ...(await checkRoles(client, deployment, dao)),
    ...(await checkWiring(client, deployment, dao)),
  ];
  const faults = checks.filter(({ holds }) => !holds).map(({ name }) => `it isn't so that ${name}`);
  if (faults.length > 0) throw new ReadBackError({ chainId: deployment.chainId, faults });
  return checks.length;
}
