import { VersionBound } from "../../../generated/ClauseRegistry/ClauseRegistry";
import { ClauseBinding } from "../../../generated/schema";
import { BindingMode } from "../../enums.gen";
import { pairId } from "../../ids";

export function handleVersionBound(event: VersionBound): void {
  const binding = new ClauseBinding(pairId(event.params.clauseId, event.params.versionId));
  binding.clause = event.params.clauseId;
  binding.version = event.params.versionId;
  binding.versionId = event.params.versionId;
  binding.mode = BindingMode[event.params.mode];
  binding.updatedAt = event.block.timestamp;
  binding.updatedTx = event.transaction.hash;
  binding.save();
}
