import { BoardSet } from "../../../generated/CertificateToken/CertificateToken";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleBoardSet(event: BoardSet): void {
  saveParameterChange(event, "BoardSet", "", "", event.params.board.toHexString());
}
