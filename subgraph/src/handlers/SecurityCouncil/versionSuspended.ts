import { CouncilSuspension } from "../../../generated/schema";
import { VersionSuspended } from "../../../generated/SecurityCouncil/SecurityCouncil";

export function handleVersionSuspended(event: VersionSuspended): void {
  const suspension = new CouncilSuspension(event.params.versionId);
  suspension.version = event.params.versionId;
  suspension.member = event.params.member;
  suspension.until = event.params.until;
  suspension.at = event.block.timestamp;
  suspension.tx = event.transaction.hash;
  suspension.save();
}
