import { replayRun, showBounty, showRun, verifyCredential } from "@nexus/cli";
import type { Trace } from "@nexus/discovery";
import { CertificationStatus, certificationRegistryAbi } from "@nexus/protocol";
import type { Hex } from "viem";
import type { Certified } from "./certify.ts";
import type { Walk } from "./context.ts";
import type { Step } from "./reporter.ts";

/** What a walk came to, read back from the chain. Digests and ids in hex, amounts in wei. */
export type Report = {
  ok: boolean;
  steps: Step[];
  certification?: { versionId: Hex; attester: string; status: string; issuedAt: number; expiresAt: number };
  credential?: { tokenId: string; holder: string | null; valid: boolean };
  bounty?: { bountyId: string; state: string; amount: string; claimant: string };
  run?: { taskId: Hex; executors: string[]; digest: Hex; signal: string; settled: boolean };
  replay?: { digest: Hex; matches: boolean };
  /** The run's whole way, as the index tells it. */
  trace?: Trace;
};

/** Asks chain and IPFS anew for everything that the walk brought about. */
export async function readBack(
  walk: Walk,
  { version, versionId, bountyId }: Certified,
  taskId: Hex,
): Promise<Report> {
  const client = await walk.as("verifier");
  const attester = client.deployment.contracts.ReviewBoard;
  const registry = {
    address: client.deployment.contracts.CertificationRegistry,
    abi: certificationRegistryAbi,
  } as const;
  const args = [versionId, attester] as const;
  const [record, status, credential, bounty, run, replay] = await Promise.all([
    client.publicClient.readContract({ ...registry, functionName: "certificationOf", args }),
    client.publicClient.readContract({ ...registry, functionName: "statusOf", args }),
    verifyCredential(client, { reference: version }),
    showBounty(client, { bountyId }),
    showRun(client, { taskId }),
    replayRun(client, { taskId }),
  ]);
  const { issuedAt, expiresAt } = record;
  const statusWord = CertificationStatus[status] ?? "None";
  const settled = run.state === "Settled";
  const ok =
    statusWord === "Valid" && credential.valid && bounty.state === "Paid" && settled && replay.matches;
  return {
    ok,
    steps: walk.steps,
    certification: { versionId, attester, status: statusWord, issuedAt, expiresAt },
    credential: { tokenId: String(credential.tokenId), holder: credential.holder, valid: credential.valid },
    bounty: {
      bountyId: String(bountyId),
      state: bounty.state,
      amount: String(bounty.amount),
      claimant: bounty.claimant,
    },
    run: {
      taskId,
      executors: run.executors.map(({ executor }) => executor),
      digest: run.resultDigest,
      signal: run.signal,
      settled,
    },
    replay: { digest: replay.digest, matches: replay.matches },
  };
}
