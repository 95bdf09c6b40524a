import { IssuerSet } from "../../../generated/LicenceRegistry/LicenceRegistry";
import { AcademicIssuer } from "../../../generated/schema";

export function handleIssuerSet(event: IssuerSet): void {
  const issuer = new AcademicIssuer(event.params.issuer);
  issuer.listed = event.params.listed;
  issuer.save();
}
