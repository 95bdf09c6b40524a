import { FeeBoardSet } from "../../../generated/ReviewFees/ReviewFees";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleFeeBoardSet(event: FeeBoardSet): void {
  saveParameterChange(event, "FeeBoardSet", "", "", event.params.board.toHexString());
}
