import type { CredentialCheck } from "@nexus/protocol";
import { Badge } from "../../ui/badge.tsx";
import { Spinner } from "../../ui/button.tsx";
import type { CheckState } from "./use-verification.ts";

const CHECKS = {
  token: { name: "Token", asks: "Was it minted?" },
  certification: { name: "Certification", asks: "Does the board certify it now?" },
  holder: { name: "Holder", asks: "Does the version's publisher hold it?" },
  board: { name: "Board", asks: "Did the Review Board issue it?" },
  manifest: { name: "Manifest", asks: "Are the bytes on IPFS those on chain?" },
  artifact: { name: "Artifact", asks: "Are the bytes on IPFS those certified?" },
} as const satisfies Record<CredentialCheck["name"], { name: string; asks: string }>;

/** One check: what it asks, what it found, and whether it holds. */
export function CheckItem({ state: { name, check } }: { state: CheckState }) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 py-3 text-sm first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="text-base">
          {CHECKS[name].name} <span className="text-sm font-normal text-quiet">{CHECKS[name].asks}</span>
        </h3>
        <p className="break-words text-quiet">
          {check ? `${check.detail.charAt(0).toUpperCase()}${check.detail.slice(1)}` : "Checking…"}
        </p>
      </div>
      {check ? <Badge tone={check.ok ? "good" : "bad"}>{check.ok ? "Holds" : "Fails"}</Badge> : <Spinner />}
    </li>
  );
}
