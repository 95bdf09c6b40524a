import { EvidenceSubmitted } from "../../../generated/DisputeManager/DisputeManager";
import { Evidence } from "../../../generated/schema";
import { cidOf } from "../../cid";
import { logId, numberId } from "../../ids";

export function handleEvidenceSubmitted(event: EvidenceSubmitted): void {
  const evidence = new Evidence(logId(event));
  evidence.dispute = numberId(event.params.disputeId);
  evidence.author = event.params.author;
  evidence.digest = event.params.digest;
  evidence.cid = cidOf(event.params.digest);
  evidence.at = event.block.timestamp;
  evidence.tx = event.transaction.hash;
  evidence.save();
}
