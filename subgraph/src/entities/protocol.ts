import { BigInt } from "@graphprotocol/graph-ts";
import { Protocol } from "../../generated/schema";
import { PROTOCOL_ID } from "../ids";

/** The counts; created when first asked for. */
export function loadProtocol(): Protocol {
  const existing = Protocol.load(PROTOCOL_ID);
  if (existing != null) return existing;
  const protocol = new Protocol(PROTOCOL_ID);
  protocol.plugins = 0;
  protocol.versions = 0;
  protocol.publishers = 0;
  protocol.clauses = 0;
  protocol.clauseEvents = 0;
  protocol.reviews = 0;
  protocol.certifications = 0;
  protocol.bounties = 0;
  protocol.bountiesPaid = BigInt.zero();
  protocol.executors = 0;
  protocol.tasks = 0;
  protocol.settledRuns = 0;
  protocol.failedRuns = 0;
  return protocol;
}
