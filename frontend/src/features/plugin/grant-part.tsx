import {
  DEFAULT_POLICY,
  evaluatePolicy,
  leadingClauseIdOf,
  type Manifest,
  parametersFor,
  policyDigest,
} from "@nexus/protocol";
import { useRuntime } from "../../config/context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { grantLines } from "./grant-words.ts";
import type { VersionDetails } from "./query.ts";

const DIGEST = policyDigest(DEFAULT_POLICY);

/** What is left of a manifest's wishes under the executors' policy, worked out here by the function that executors use. */
export function GrantPart({ manifest, version }: { manifest: Manifest; version: VersionDetails }) {
  const { chainId } = useRuntime();
  const clauseId = version.clause?.id ?? leadingClauseIdOf(manifest);
  const most = parametersFor(chainId).limits;
  const { grant, refusals } = evaluatePolicy(DEFAULT_POLICY, { manifest, clauseId, most });
  return (
    <div className="flex flex-col gap-3 text-sm">
      <span>
        <Badge tone={refusals.length === 0 ? "good" : "bad"}>
          {refusals.length === 0 ? "All it asks for" : "Not all it asks for, so it isn't run"}
        </Badge>
      </span>
      <ul className="flex flex-col gap-1">
        {grantLines(grant).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {refusals.map(({ rule, words }) => (
        <p key={`${rule} ${words}`} className="text-bad">
          <code className="me-2 font-mono text-xs font-semibold">{rule}</code>
          {words}
        </p>
      ))}
      <p className="text-quiet">
        By the policy that comes with this page; executors may go by a newer one, which their receipts name.{" "}
        <CopyableHash value={DIGEST} label="policy digest" />
      </p>
    </div>
  );
}
