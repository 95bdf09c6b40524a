import { DisputeOpened } from "../../../generated/DisputeManager/DisputeManager";
import { Dispute } from "../../../generated/schema";
import { DisputeKind } from "../../enums.gen";
import { numberId, numberOf } from "../../ids";

export function handleDisputeOpened(event: DisputeOpened): void {
  const dispute = new Dispute(numberId(event.params.disputeId));
  const kind = DisputeKind[event.params.kind];
  dispute.kind = kind;
  dispute.subject = event.params.subject;
  if (kind == "Certificate") dispute.version = event.params.subject;
  else if (kind == "Bounty") dispute.bounty = numberId(numberOf(event.params.subject));
  else dispute.review = numberId(numberOf(event.params.subject));
  dispute.challenger = event.params.challenger;
  dispute.arbitrator = event.params.arbitrator;
  dispute.bond = event.params.bond;
  dispute.counterEndsAt = event.params.counterEndsAt;
  dispute.evidenceEndsAt = event.params.evidenceEndsAt;
  dispute.rulingEndsAt = event.params.rulingEndsAt;
  dispute.ruling = "None";
  dispute.lapsed = false;
  dispute.delivered = false;
  dispute.openedAt = event.block.timestamp;
  dispute.openedBlock = event.block.number;
  dispute.openedTx = event.transaction.hash;
  dispute.save();
}
