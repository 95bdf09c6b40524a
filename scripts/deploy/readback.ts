import {
  Chamber,
  certificateTokenAbi,
  type Deployment,
  DisputeKind,
  disputeManagerAbi,
  licenceRegistryAbi,
  nexusGovernorAbi,
  parametersFor,
  resultConsensusAbi,
  reviewBoardAbi,
  reviewerSeatTokenAbi,
  reviewFeesAbi,
  securityCouncilAbi,
} from "@nexus/protocol";
import { type Address, createPublicClient, custom } from "viem";
import { checkAuthority } from "./authority.ts";
import { type Check, type Client, sameFields } from "./check.ts";
import { checkCode } from "./code.ts";
import type { Artifacts, Provider } from "./deploy.ts";
import { ReadBackError } from "./errors.ts";
import { checkRegistries } from "./federation.ts";

async function checkWiring(client: Client, { chainId, contracts }: Deployment): Promise<Check[]> {
  const token = { address: contracts.CertificateToken, abi: certificateTokenAbi } as const;
  const consensus = { address: contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  const council = { address: contracts.SecurityCouncil, abi: securityCouncilAbi } as const;
  const board = await client.readContract({ ...token, functionName: "board" });
  const attester = await client.readContract({ ...consensus, functionName: "attester" });
  const licences = await client.readContract({ ...consensus, functionName: "licences" });
  const suspends = await client.readContract({ ...council, functionName: "board" });
  const longest = await client.readContract({ ...council, functionName: "maximumSuspension" });
  const seats = { address: contracts.ReviewerSeatToken, abi: reviewerSeatTokenAbi } as const;
  const seated = await client.readContract({ ...seats, functionName: "board" });
  const { maximumSuspension } = parametersFor(chainId).council;
  return [
    { name: "the credential's board is the ReviewBoard", holds: board === contracts.ReviewBoard },
    { name: "the runs' attester is the ReviewBoard", holds: attester === contracts.ReviewBoard },
    { name: "the runs' licences are the set's", holds: licences === contracts.LicenceRegistry },
    { name: "the seats' token shows the ReviewBoard's", holds: seated === contracts.ReviewBoard },
    { name: "the council suspends on the ReviewBoard", holds: suspends === contracts.ReviewBoard },
    { name: "the council's longest suspension", holds: longest === maximumSuspension },
    ...(await checkPayees(client, contracts)),
    ...(await checkFees(client, contracts)),
    ...(await checkTargets(client, contracts)),
  ];
}

/** The DAO gets what licences pay the treasury and the reviewers' pool. */
async function checkPayees(client: Client, contracts: Deployment["contracts"]): Promise<Check[]> {
  const licences = { address: contracts.LicenceRegistry, abi: licenceRegistryAbi } as const;
  const treasury = await client.readContract({ ...licences, functionName: "treasury" });
  const pool = await client.readContract({ ...licences, functionName: "reviewersPool" });
  return [
    { name: "licences pay the DAO's treasury", holds: treasury === contracts.TimelockController },
    { name: "licences pay a reviewers' pool of the DAO", holds: pool === contracts.TimelockController },
  ];
}

/** Who charges review fees, and whom their rest goes to. */
async function checkFees(client: Client, contracts: Deployment["contracts"]): Promise<Check[]> {
  const fees = { address: contracts.ReviewFees, abi: reviewFeesAbi } as const;
  const board = { address: contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  const neighbours = await client.readContract({ ...board, functionName: "neighbours" });
  const charging = await client.readContract({ ...fees, functionName: "board" });
  const treasury = await client.readContract({ ...fees, functionName: "treasury" });
  return [
    { name: "the board's fees are the set's", holds: neighbours.at(-1) === contracts.ReviewFees },
    { name: "the ReviewBoard charges the fees", holds: charging === contracts.ReviewBoard },
    { name: "fees pay the DAO's treasury", holds: treasury === contracts.TimelockController },
  ];
}

async function checkTargets(client: Client, contracts: Deployment["contracts"]): Promise<Check[]> {
  const manager = { address: contracts.DisputeManager, abi: disputeManagerAbi } as const;
  const targets = DisputeKind.map(async (kind, index) => {
    const target = await client.readContract({ ...manager, functionName: "targetOf", args: [index] });
    const expected = kind === "Bounty" ? contracts.BountyEscrow : contracts.ReviewBoard;
    return { name: `disputes of the kind ${kind} go to the contract in charge`, holds: target === expected };
  });
  return Promise.all(targets);
}

/** What the DAO may change from the hand-over on. */
async function checkParameters(client: Client, { chainId, contracts }: Deployment): Promise<Check[]> {
  const { review, chambers, disputes, fees, governance } = parametersFor(chainId);
  const board = { address: contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  const manager = { address: contracts.DisputeManager, abi: disputeManagerAbi } as const;
  const governor = { address: contracts.NexusGovernor, abi: nexusGovernorAbi } as const;
  const settings = await client.readContract({ ...board, functionName: "reviewSettings" });
  const arbitrator = await client.readContract({ ...manager, functionName: "arbitrator" });
  const terms = await client.readContract({ ...manager, functionName: "terms" });
  const charged = { address: contracts.ReviewFees, abi: reviewFeesAbi } as const;
  const feeTerms = await client.readContract({ ...charged, functionName: "feeTerms" });
  const quorum = await client.readContract({ ...governor, functionName: "quorumNumerator" });
  const rules = Chamber.map(async (chamber, index) => {
    const found = await client.readContract({ ...board, functionName: "chamberRules", args: [index] });
    return { name: `the rules of chamber ${chamber}`, holds: sameFields(chambers[chamber], found) };
  });
  return [
    { name: "the review's settings", holds: sameFields(review, settings) },
    { name: "the timelock rules disputes", holds: arbitrator === contracts.TimelockController },
    { name: "the terms of disputes", holds: sameFields(disputes, terms) },
    { name: "the terms of review fees", holds: sameFields(fees, feeTerms) },
    { name: "the DAO's quorum", holds: quorum === BigInt(governance.quorumPercent) },
    ...(await Promise.all(rules)),
  ];
}

/** What was read: how many facts held, and whether the deployer has handed its roles over. */
export interface ReadBack {
  readonly checks: number;
  readonly handedOver: boolean;
}

/**
 * Reads code, roles, wiring and parameters back from the chain; parameters until the deployer has handed over, since the DAO may
 * change them then. @throws ReadBackError
 */
export async function readBack(
  provider: Provider,
  artifacts: Artifacts,
  { deployment, deployer }: { deployment: Deployment; deployer: Address },
): Promise<ReadBack> {
  const client: Client = createPublicClient({ transport: custom(provider) });
  const code = await Promise.all(
    Object.entries(deployment.contracts).map(([name, address]) =>
      checkCode(client, artifacts, name, address),
    ),
  );
  const authority = await checkAuthority(client, deployment, deployer);
  const checks = [
    ...code.flat(),
    ...authority.checks,
    ...(await checkWiring(client, deployment)),
    ...(await checkRegistries(client, artifacts, deployment, deployer)),
    ...(authority.handedOver ? [] : await checkParameters(client, deployment)),
  ];
  const faults = checks.filter(({ holds }) => !holds).map(({ name }) => `it isn't so that ${name}`);
  if (faults.length > 0) throw new ReadBackError({ chainId: deployment.chainId, faults });
  return { checks: checks.length, handedOver: authority.handedOver };
}
