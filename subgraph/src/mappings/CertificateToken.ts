export { handleAuthorityUpdated } from "../handlers/CertificateToken/authorityUpdated";
export { handleBoardSet } from "../handlers/CertificateToken/boardSet";
export { handleLocked } from "../handlers/CertificateToken/locked";
export { handleMetadataUpdate } from "../handlers/CertificateToken/metadataUpdate";
export { handleTransfer } from "../handlers/CertificateToken/transfer";
