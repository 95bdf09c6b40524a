import { RulingUndelivered } from "../../../generated/DisputeManager/DisputeManager";
import { Dispute } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleRulingUndelivered(event: RulingUndelivered): void {
  const dispute = Dispute.load(numberId(event.params.disputeId))!;
  dispute.deliveryFault = event.params.reason;
  dispute.save();
}
