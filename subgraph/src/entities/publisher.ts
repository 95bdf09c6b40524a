import { Address } from "@graphprotocol/graph-ts";
import { Publisher } from "../../generated/schema";
import { loadProtocol } from "./protocol";

/** The publisher; saved and counted when seen first. */
export function loadPublisher(account: Address): Publisher {
  const existing = Publisher.load(account);
  if (existing != null) return existing;
  const publisher = new Publisher(account);
  publisher.versionCount = 0;
  publisher.save();
  const protocol = loadProtocol();
  protocol.publishers += 1;
  protocol.save();
  return publisher;
}
