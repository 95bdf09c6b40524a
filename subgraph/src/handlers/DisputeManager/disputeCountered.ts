import { DisputeCountered } from "../../../generated/DisputeManager/DisputeManager";
import { Dispute } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleDisputeCountered(event: DisputeCountered): void {
  const dispute = Dispute.load(numberId(event.params.disputeId))!;
  dispute.defender = event.params.defender;
  dispute.save();
}
