import type { TraceVersion } from "@nexus/discovery";
import { Link } from "@tanstack/react-router";
import { Account } from "../../chain/account.tsx";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { explorerLink } from "../../chain/chain.ts";
import { useRuntime } from "../../config/context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { BOUNTY_LOOKS, CERTIFICATION_LOOKS } from "../../ui/status.ts";
import { Time } from "../../ui/time.tsx";
import { Step } from "./step.tsx";

const LINK = "text-accent underline underline-offset-2";

/** The version that ran, who published it and what its bytes are. */
export function VersionStep({ version }: { version: TraceVersion }) {
  const { name, semver, publisher, manifestDigest, artifactDigest, publishedAt, publishedTx } = version;
  return (
    <Step title={`Version ${name} ${semver}`} tx={publishedTx}>
      <Facts
        items={[
          ["Published by", <Account key="publisher" address={publisher} />],
          ["Published", <Time key="published" at={publishedAt} />],
          ["Manifest", <CopyableHash key="manifest" value={manifestDigest} label="manifest digest" />],
          ["Artifact", <CopyableHash key="artifact" value={artifactDigest} label="artifact digest" />],
        ]}
      />
      <p className="mt-3 text-sm">
        <Link to="/plugins/$name" params={{ name }} search={{ version: semver }} className={LINK}>
          Open the plugin
        </Link>
      </p>
    </Step>
  );
}

/** Whether the board certifies the version, and the review behind it. */
export function CertificationStep({ version: { certification } }: { version: TraceVersion }) {
  if (certification === null) {
    return (
      <Step title="Certification" state="open">
        <p className="text-sm text-quiet">The board hasn't certified this version.</p>
      </Step>
    );
  }
  const { status, issuedAt, expiresAt, issuedTx, review } = certification;
  const look = CERTIFICATION_LOOKS[status];
  const letting = review?.chambers.filter(({ passes }) => passes).length;
  return (
    <Step title="Certification" tx={issuedTx} state={status === "Valid" ? "done" : "failed"}>
      <p className="mb-3">
        <Badge tone={look.tone}>{look.word}</Badge>
      </p>
      <Facts
        items={[
          ["Issued", <Time key="issued" at={issuedAt} />],
          ["Expires", <Time key="expires" at={expiresAt} />],
          ...(review ? [["Chambers", `${letting} of ${review.chambers.length} let it pass`] as const] : []),
        ]}
      />
      {review ? (
        <p className="mt-3 text-sm">
          <Link to="/reviews/$id" params={{ id: String(review.id) }} className={LINK}>
            Open the review
          </Link>
        </p>
      ) : null}
    </Step>
  );
}

/** The credential that the publisher holds for it. */
export function CredentialStep({ version: { credential, versionId } }: { version: TraceVersion }) {
  if (credential === null) {
    return (
      <Step title="Credential" state="open">
        <p className="text-sm text-quiet">None was minted.</p>
      </Step>
    );
  }
  return (
    <Step title="Credential" tx={credential.mintedTx}>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <span>
          Held by <Account address={credential.holder} />
        </span>
        <Link to="/credentials/$id" params={{ id: versionId }} className={LINK}>
          Verify it
        </Link>
      </p>
    </Step>
  );
}

/** The bounties that the version was submitted to. */
export function BountiesStep({ version: { bounties } }: { version: TraceVersion }) {
  const config = useRuntime();
  if (bounties.length === 0) {
    return (
      <Step title="Bounties" state="open">
        <p className="text-sm text-quiet">It answers none.</p>
      </Step>
    );
  }
  return (
    <Step title="Bounties" state={bounties.some(({ payouts }) => payouts.length > 0) ? "done" : "open"}>
      <ul className="flex flex-col gap-2 text-sm">
        {bounties.map(({ bountyId, state, asset, contributed, paid, payouts }) => (
          <li key={String(bountyId)} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Link to="/bounties/$id" params={{ id: String(bountyId) }} className={LINK}>
              Bounty {String(bountyId)}
            </Link>
            <Badge tone={BOUNTY_LOOKS[state].tone}>{BOUNTY_LOOKS[state].word}</Badge>
            <AssetAmount value={payouts.length > 0 ? paid : contributed} asset={asset} />
            {payouts.map(({ tx }) => (
              <CopyableHash
                key={tx}
                value={tx}
                label="payment's transaction"
                href={explorerLink(config, "tx", tx)}
              />
            ))}
          </li>
        ))}
      </ul>
    </Step>
  );
}
