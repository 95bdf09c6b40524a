import { TierRelaxed } from "../../../generated/LicenceRegistry/LicenceRegistry";
import { PluginVersion } from "../../../generated/schema";
import { LicenceTier } from "../../enums.gen";

export function handleTierRelaxed(event: TierRelaxed): void {
  const version = PluginVersion.load(event.params.versionId)!;
  version.licence = LicenceTier[event.params.tier];
  version.save();
}
