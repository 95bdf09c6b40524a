import { Locked } from "../../../generated/CertificateToken/CertificateToken";
import { Credential } from "../../../generated/schema";
import { wordOf } from "../../ids";

export function handleLocked(event: Locked): void {
  const credential = Credential.load(wordOf(event.params.tokenId))!;
  credential.locked = true;
  credential.save();
}
