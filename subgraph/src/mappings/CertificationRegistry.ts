export { handleCertificationAttested } from "../handlers/CertificationRegistry/certificationAttested";
export { handleCertificationRevoked } from "../handlers/CertificationRegistry/certificationRevoked";
export { handleCertificationSuspended } from "../handlers/CertificationRegistry/certificationSuspended";
