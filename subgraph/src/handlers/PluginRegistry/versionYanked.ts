import { VersionYanked } from "../../../generated/PluginRegistry/PluginRegistry";
import { PluginVersion } from "../../../generated/schema";

export function handleVersionYanked(event: VersionYanked): void {
  const version = PluginVersion.load(event.params.versionId)!;
  version.yanked = true;
  version.yankReason = event.params.reason;
  version.save();
}
