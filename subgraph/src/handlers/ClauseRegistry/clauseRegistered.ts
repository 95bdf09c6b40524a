import { ClauseRegistered } from "../../../generated/ClauseRegistry/ClauseRegistry";
import { Clause } from "../../../generated/schema";
import { loadProtocol } from "../../entities/protocol";
import { ClauseType } from "../../enums.gen";
import { chambersOf, uuidOf } from "../../words";

export function handleClauseRegistered(event: ClauseRegistered): void {
  const clause = new Clause(event.params.clauseId);
  clause.uuid = uuidOf(event.params.uuid);
  clause.digest = event.params.digest;
  clause.clauseType = ClauseType[event.params.clauseType];
  clause.domains = event.params.domains;
  clause.domainChambers = chambersOf(event.params.domains);
  clause.jurisdiction = event.params.jurisdiction;
  clause.registeredAt = event.block.timestamp;
  clause.registeredBlock = event.block.number;
  clause.registeredTx = event.transaction.hash;
  clause.save();
  const protocol = loadProtocol();
  protocol.clauses += 1;
  protocol.save();
}
