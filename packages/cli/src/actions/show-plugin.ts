import {
  CERTIFICATION_STATUS_WORDS,
  CertificationStatus,
  cidOfDigest,
  domainsOfMask,
  LicenceTier,
} from "@nexus/protocol";
import { explained, type NexusClient } from "../client.ts";
import { findVersion } from "./versions.ts";

/** A published version with its certification by the Review Board and its latest review, 0 if there was none. */
export async function showPlugin(client: NexusClient, { version: reference }: { version: string }) {
  const { publicClient, contracts } = client;
  const found = await findVersion(client, reference);
  const { versionId, content } = found;
  const board = contracts.reviewBoard;
  const [record, status, latestReview] = await explained(
    Promise.all([
      publicClient.readContract({ ...contracts.pluginRegistry, functionName: "version", args: [versionId] }),
      publicClient.readContract({
        ...contracts.certificationRegistry,
        functionName: "statusOf",
        args: [versionId, board.address],
      }),
      publicClient.readContract({ ...board, functionName: "latestProposal", args: [versionId] }),
    ]),
  );
  const certification = CertificationStatus[status] ?? "None";
  return {
    ...found,
    manifestCid: cidOfDigest(content.manifestDigest),
    licence: LicenceTier[found.licence] ?? String(found.licence),
    domains: domainsOfMask(found.domains),
    publishedAt: record.publishedAt,
    yanked: record.yanked,
    certification,
    standing: CERTIFICATION_STATUS_WORDS[certification],
    latestReview,
  };
}
