import { OfferSet } from "../../../generated/LicenceRegistry/LicenceRegistry";
import { PluginVersion } from "../../../generated/schema";

export function handleOfferSet(event: OfferSet): void {
  const version = PluginVersion.load(event.params.versionId)!;
  version.licencePrice = event.params.offer.price;
  version.licenceTerm = event.params.offer.term;
  version.save();
}
