import { AuthorityUpdated } from "../../generated/ReviewBoard/ReviewBoard";
import { saveParameterChange } from "../entities/parameterChange";

/** The same event of every contract that an AccessManager governs. */
export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  saveParameterChange(event, "AuthorityUpdated", "", "", event.params.authority.toHexString());
}
