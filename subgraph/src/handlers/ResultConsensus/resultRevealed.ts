import { ResultRevealed } from "../../../generated/ResultConsensus/ResultConsensus";
import { Receipt, RunTask } from "../../../generated/schema";
import { cidOf } from "../../cid";
import { loadExecutor } from "../../entities/executor";
import { Signal } from "../../enums.gen";
import { pairId } from "../../ids";

export function handleResultRevealed(event: ResultRevealed): void {
  const executor = loadExecutor(event.params.executor);
  executor.reveals += 1;
  executor.save();
  const receipt = new Receipt(pairId(event.params.taskId, event.params.executor));
  receipt.task = event.params.taskId;
  receipt.executor = executor.id;
  receipt.commitment = receipt.id;
  receipt.resultDigest = event.params.resultDigest;
  receipt.signal = Signal[event.params.signal];
  receipt.receiptDigest = event.params.receiptDigest;
  receipt.receiptCid = cidOf(event.params.receiptDigest);
  receipt.at = event.block.timestamp;
  receipt.block = event.block.number;
  receipt.tx = event.transaction.hash;
  receipt.save();
  const task = RunTask.load(event.params.taskId)!;
  task.reveals += 1;
  task.save();
}
