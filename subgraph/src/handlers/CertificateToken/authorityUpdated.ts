import { AuthorityUpdated } from "../../../generated/CertificateToken/CertificateToken";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  saveParameterChange(event, "AuthorityUpdated", "", "", event.params.authority.toHexString());
}
