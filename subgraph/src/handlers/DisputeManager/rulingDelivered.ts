import { RulingDelivered } from "../../../generated/DisputeManager/DisputeManager";
import { Dispute } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleRulingDelivered(event: RulingDelivered): void {
  const dispute = Dispute.load(numberId(event.params.disputeId))!;
  dispute.delivered = true;
  dispute.deliveryFault = null;
  dispute.save();
}
