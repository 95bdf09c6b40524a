import { ethereum } from "@graphprotocol/graph-ts";
import { ParameterChange } from "../../generated/schema";
import { logId } from "../ids";

/** Keeps a changed parameter of the contract that logged it. */
export function saveParameterChange(
  event: ethereum.Event,
  name: string,
  subject: string,
  previous: string,
  current: string,
): void {
  const change = new ParameterChange(logId(event));
  change.contract = event.address;
  change.name = name;
  change.subject = subject;
  change.previous = previous;
  change.current = current;
  change.at = event.block.timestamp;
  change.block = event.block.number;
  change.tx = event.transaction.hash;
  change.save();
}
