import { Bytes } from "@graphprotocol/graph-ts";
import { CouncilTerm } from "../../../generated/schema";
import { CouncilAppointed } from "../../../generated/SecurityCouncil/SecurityCouncil";
import { numberId } from "../../ids";

export function handleCouncilAppointed(event: CouncilAppointed): void {
  const term = new CouncilTerm(numberId(event.params.term));
  const members: Bytes[] = [];
  for (let i = 0; i < event.params.members.length; i++) members.push(event.params.members[i]);
  term.members = members;
  term.mandateEndsAt = event.params.mandateEndsAt;
  term.appointedAt = event.block.timestamp;
  term.appointedTx = event.transaction.hash;
  term.save();
}
