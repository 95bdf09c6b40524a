import { AcademicCredentialSet } from "../../../generated/LicenceRegistry/LicenceRegistry";
import { AcademicCredential } from "../../../generated/schema";

export function handleAcademicCredentialSet(event: AcademicCredentialSet): void {
  const credential = new AcademicCredential(event.params.account);
  credential.issuer = event.params.issuer;
  credential.until = event.params.until;
  credential.save();
}
