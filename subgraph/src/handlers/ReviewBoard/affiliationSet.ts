import { AffiliationSet } from "../../../generated/ReviewBoard/ReviewBoard";
import { Affiliation } from "../../../generated/schema";

export function handleAffiliationSet(event: AffiliationSet): void {
  const affiliation = new Affiliation(event.params.account);
  affiliation.affiliation = event.params.affiliation;
  affiliation.updatedAt = event.block.timestamp;
  affiliation.save();
}
