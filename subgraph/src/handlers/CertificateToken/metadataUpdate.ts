import { MetadataUpdate } from "../../../generated/CertificateToken/CertificateToken";
import { Credential } from "../../../generated/schema";
import { wordOf } from "../../ids";

export function handleMetadataUpdate(event: MetadataUpdate): void {
  const credential = Credential.load(wordOf(event.params._tokenId))!;
  credential.updatedAt = event.block.timestamp;
  credential.save();
}
