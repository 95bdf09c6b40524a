import { BondCredited } from "../../../generated/DisputeManager/DisputeManager";
import { BondCredit } from "../../../generated/schema";
import { logId, numberId } from "../../ids";

export function handleBondCredited(event: BondCredited): void {
  const credit = new BondCredit(logId(event));
  credit.dispute = numberId(event.params.disputeId);
  credit.account = event.params.payee;
  credit.amount = event.params.amount;
  credit.at = event.block.timestamp;
  credit.tx = event.transaction.hash;
  credit.save();
}
