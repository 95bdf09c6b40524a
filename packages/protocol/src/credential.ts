import type { Address, Hex } from "viem";
import type { CertificationStatus } from "./generated/enums.gen.ts";
import { CERTIFICATION_STATUS_WORDS } from "./states.ts";

/** One thing that a valid credential needs. */
export interface CredentialCheck {
  readonly name: "token" | "certification" | "holder" | "board" | "manifest" | "artifact";
  readonly ok: boolean;
  readonly detail: string;
}

/** The board's certification as the registry tells it; times in Unix seconds. */
export interface StandingCertification {
  readonly status: CertificationStatus;
  readonly certification: { readonly artifactDigest: Hex; readonly expiresAt: number };
}

const when = (seconds: number): string => new Date(seconds * 1_000).toISOString();

/** Whether the credential was ever minted; `holder` is undefined if it wasn't. */
export function checkToken(holder: Address | undefined): CredentialCheck {
  const detail = holder === undefined ? "no such credential was ever minted" : `held by ${holder}`;
  return { name: "token", ok: holder !== undefined, detail };
}

/** Whether the Review Board's certification is in force and about the version's artifact. */
export function checkCertification(standing: StandingCertification, artifactDigest: Hex): CredentialCheck {
  const { status, certification } = standing;
  if (status !== "Valid")
    return { name: "certification", ok: false, detail: CERTIFICATION_STATUS_WORDS[status] };
  if (certification.artifactDigest !== artifactDigest) {
    const detail = `it certifies artifact ${certification.artifactDigest}, and the version has ${artifactDigest}`;
    return { name: "certification", ok: false, detail };
  }
  return { name: "certification", ok: true, detail: `valid until ${when(certification.expiresAt)}` };
}

/** Whether the version's publisher holds the credential. */
export function checkHolder(holder: Address | undefined, publisher: Address): CredentialCheck {
  const ok = holder?.toLowerCase() === publisher.toLowerCase();
  const detail = ok
    ? `the version's publisher ${publisher}`
    : `${holder ?? "nobody"} holds it, and ${publisher} published the version`;
  return { name: "holder", ok, detail };
}

/** Whether the token's issuer is the deployment's Review Board. */
export function checkBoard(board: Address, reviewBoard: Address): CredentialCheck {
  const ok = board.toLowerCase() === reviewBoard.toLowerCase();
  const detail = ok
    ? `issued by the Review Board ${board}`
    : `issued by ${board}, and the Review Board is ${reviewBoard}`;
  return { name: "board", ok, detail };
}
