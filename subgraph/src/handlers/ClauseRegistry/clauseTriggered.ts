import { ClauseTriggered } from "../../../generated/ClauseRegistry/ClauseRegistry";
import { ClauseEvent } from "../../../generated/schema";
import { cidOf } from "../../cid";
import { loadProtocol } from "../../entities/protocol";
import { pairId } from "../../ids";

export function handleClauseTriggered(event: ClauseTriggered): void {
  const clauseEvent = new ClauseEvent(event.params.eventId);
  clauseEvent.clause = event.params.clauseId;
  clauseEvent.source = pairId(event.params.clauseId, event.params.source);
  clauseEvent.sourceAccount = event.params.source;
  clauseEvent.inputDigest = event.params.inputDigest;
  clauseEvent.inputCid = cidOf(event.params.inputDigest);
  clauseEvent.occurredAt = event.params.occurredAt;
  clauseEvent.sourceEventId = event.params.sourceEventId;
  clauseEvent.recordedAt = event.block.timestamp;
  clauseEvent.block = event.block.number;
  clauseEvent.tx = event.transaction.hash;
  clauseEvent.save();
  const protocol = loadProtocol();
  protocol.clauseEvents += 1;
  protocol.save();
}
