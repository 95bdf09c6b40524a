import type { CertificationStatus, CredentialCheck } from "@nexus/protocol";
import type { Tone } from "../../ui/badge.tsx";

/** What all checks of a credential come to. */
export interface CredentialVerdict {
  readonly tone: Tone;
  readonly word: string;
  readonly sentence: string;
}

const STATUS_VERDICTS = {
  None: {
    tone: "bad",
    word: "Never certified",
    sentence: "The Review Board has never certified this version. Don't rely on it.",
  },
  Valid: {
    tone: "good",
    word: "Valid",
    sentence: "The Review Board certifies this version now, and its bytes are the certified ones.",
  },
  Suspended: {
    tone: "warn",
    word: "Suspended",
    sentence: "The security council has suspended the certification for a time. Don't rely on it meanwhile.",
  },
  Expired: {
    tone: "warn",
    word: "Expired",
    sentence: "The certification was valid and has run out. The version needs a new review.",
  },
  Revoked: {
    tone: "bad",
    word: "Revoked",
    sentence: "The board revoked the certification for ever. Don't rely on it.",
  },
} as const satisfies Record<CertificationStatus, CredentialVerdict>;

const FORGED: CredentialVerdict = {
  tone: "bad",
  word: "Forged or never minted",
  sentence:
    "The chain has no such credential. Whoever shows it to you made it up, or it belongs to another chain.",
};

const IMPOSTOR: CredentialVerdict = {
  tone: "bad",
  word: "Not genuine",
  sentence: "The credential exists, but its issuer or holder isn't who it must be.",
};

const SWAPPED: CredentialVerdict = {
  tone: "bad",
  word: "Bytes not verified",
  sentence:
    "The certification stands, but the bytes on IPFS couldn't be verified against it. Don't run them.",
};

/** The verdict of all checks; `undefined` while one is missing. What matters most comes first. */
export function verdictOf(
  checks: readonly (CredentialCheck | undefined)[],
  status: CertificationStatus,
): CredentialVerdict | undefined {
  const failed = new Set(checks.flatMap((check) => (check?.ok === false ? [check.name] : [])));
  if (failed.has("token")) return status === "None" ? FORGED : IMPOSTOR;
  if (status !== "Valid") return STATUS_VERDICTS[status];
  if (failed.has("holder") || failed.has("board") || failed.has("certification")) return IMPOSTOR;
  if (failed.has("manifest") || failed.has("artifact")) return SWAPPED;
  return checks.every((check) => check !== undefined) ? STATUS_VERDICTS.Valid : undefined;
}
