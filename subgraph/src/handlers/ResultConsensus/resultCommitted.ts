import { ResultCommitted } from "../../../generated/ResultConsensus/ResultConsensus";
import { Commitment, RunTask } from "../../../generated/schema";
import { loadExecutor } from "../../entities/executor";
import { pairId } from "../../ids";

export function handleResultCommitted(event: ResultCommitted): void {
  const executor = loadExecutor(event.params.executor);
  executor.commits += 1;
  executor.save();
  const commitment = new Commitment(pairId(event.params.taskId, event.params.executor));
  commitment.task = event.params.taskId;
  commitment.executor = executor.id;
  commitment.commitment = event.params.commitment;
  commitment.affiliation = executor.affiliation;
  commitment.at = event.block.timestamp;
  commitment.block = event.block.number;
  commitment.tx = event.transaction.hash;
  commitment.save();
  const task = RunTask.load(event.params.taskId)!;
  task.commits += 1;
  task.save();
}
