import { EventSourceSet } from "../../../generated/ClauseRegistry/ClauseRegistry";
import { EventSource } from "../../../generated/schema";
import { pairId } from "../../ids";

export function handleEventSourceSet(event: EventSourceSet): void {
  const source = new EventSource(pairId(event.params.clauseId, event.params.source));
  source.clause = event.params.clauseId;
  source.account = event.params.source;
  source.authorized = event.params.authorized;
  source.updatedAt = event.block.timestamp;
  source.updatedTx = event.transaction.hash;
  source.save();
}
