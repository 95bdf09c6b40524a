import { AuthorshipProven } from "../../../generated/BountyEscrow/BountyEscrow";
import { Authorship } from "../../../generated/schema";

export function handleAuthorshipProven(event: AuthorshipProven): void {
  const authorship = new Authorship(event.params.artifactDigest);
  authorship.author = event.params.author;
  authorship.since = event.params.since;
  authorship.provenTx = event.transaction.hash;
  authorship.save();
}
