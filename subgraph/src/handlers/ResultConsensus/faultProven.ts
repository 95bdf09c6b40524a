import { FaultProven } from "../../../generated/ResultConsensus/ResultConsensus";
import { FaultProof } from "../../../generated/schema";
import { cidOf } from "../../cid";
import { logId } from "../../ids";

/** The slash that follows has an entity of its own; the task's result stays as it settled. */
export function handleFaultProven(event: FaultProven): void {
  const proof = new FaultProof(logId(event));
  proof.task = event.params.taskId;
  proof.executor = event.params.executor;
  proof.evidenceDigest = event.params.evidenceDigest;
  proof.evidenceCid = cidOf(event.params.evidenceDigest);
  proof.at = event.block.timestamp;
  proof.tx = event.transaction.hash;
  proof.save();
}
