import { Transfer } from "../../../generated/CertificateToken/CertificateToken";
import { Credential } from "../../../generated/schema";
import { loadPublisher } from "../../entities/publisher";
import { wordOf } from "../../ids";

/** A credential moves once: to its holder, when it is minted. */
export function handleTransfer(event: Transfer): void {
  const credential = new Credential(wordOf(event.params.tokenId));
  credential.tokenId = event.params.tokenId;
  credential.version = wordOf(event.params.tokenId);
  credential.holder = loadPublisher(event.params.to).id;
  credential.locked = false;
  credential.mintedAt = event.block.timestamp;
  credential.mintedBlock = event.block.number;
  credential.mintedTx = event.transaction.hash;
  credential.updatedAt = event.block.timestamp;
  credential.save();
}
