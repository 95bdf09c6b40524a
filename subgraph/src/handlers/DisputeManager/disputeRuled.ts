import { DisputeRuled } from "../../../generated/DisputeManager/DisputeManager";
import { Dispute } from "../../../generated/schema";
import { Ruling } from "../../enums.gen";
import { numberId } from "../../ids";

export function handleDisputeRuled(event: DisputeRuled): void {
  const dispute = Dispute.load(numberId(event.params.disputeId))!;
  dispute.ruling = Ruling[event.params.ruling];
  dispute.lapsed = event.params.lapsed;
  dispute.ruledAt = event.block.timestamp;
  dispute.ruledTx = event.transaction.hash;
  dispute.save();
}
