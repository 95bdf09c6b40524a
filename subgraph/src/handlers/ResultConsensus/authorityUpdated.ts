import { AuthorityUpdated } from "../../../generated/ResultConsensus/ResultConsensus";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  saveParameterChange(event, "AuthorityUpdated", "", "", event.params.authority.toHexString());
}
