import { TaskCreated } from "../../../generated/ResultConsensus/ResultConsensus";
import { RunTask } from "../../../generated/schema";
import { cidOf } from "../../cid";
import { loadProtocol } from "../../entities/protocol";
import { TaskKind } from "../../enums.gen";

export function handleTaskCreated(event: TaskCreated): void {
  const task = new RunTask(event.params.taskId);
  task.kind = TaskKind[event.params.kind];
  task.stage = "Open";
  task.version = event.params.versionId;
  if (task.kind == "Execution") {
    task.event = event.params.eventId;
    task.clause = event.params.clauseId;
    task.inputDigest = event.params.inputDigest;
    task.inputCid = cidOf(event.params.inputDigest);
  }
  task.requester = event.params.requester;
  task.quorum = event.params.terms.quorum;
  task.panel = event.params.terms.panel;
  task.reward = event.params.terms.reward;
  task.gasCompensation = event.params.terms.gasCompensation;
  task.commitDeadline = event.params.commitDeadline;
  task.revealDeadline = event.params.revealDeadline;
  task.commits = 0;
  task.reveals = 0;
  task.agreed = 0;
  task.signal = "None";
  task.createdAt = event.block.timestamp;
  task.createdBlock = event.block.number;
  task.createdTx = event.transaction.hash;
  task.save();
  const protocol = loadProtocol();
  protocol.tasks += 1;
  protocol.save();
}
