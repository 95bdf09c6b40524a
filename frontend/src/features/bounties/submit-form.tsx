import { domainsOfMask } from "@nexus/protocol";
import { useState } from "react";
import type { Address } from "viem";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { EmptyState, Skeleton } from "../../ui/states.tsx";
import { CommitAndSubmit } from "./commit-and-submit.tsx";
import type { LiveBounty } from "./escrow.ts";
import { type AnsweringVersion, useAnswers } from "./queries.ts";

/** Submits one of the claimant's versions for the bounty's clause. */
export function SubmitForm({
  bountyId,
  terms,
  publisher,
}: {
  bountyId: bigint;
  terms: LiveBounty["terms"];
  publisher: Address;
}) {
  const { data } = useAnswers(publisher, terms.clauseId);
  if (!data) return <Skeleton lines={2} label="Loading your versions" />;
  const versions = data.pluginVersions.filter(({ domains }) => (domains & terms.domains) === terms.domains);
  if (versions.length === 0) {
    return (
      <EmptyState title="You have no version that fits">
        It must be for this clause and name the domains {domainsOfMask(terms.domains).join(", ")}. Publish one
        with <code className="font-mono">npm run nexus -- plugin publish</code>.
      </EmptyState>
    );
  }
  return <VersionChoice bountyId={bountyId} versions={versions} publisher={publisher} />;
}

function VersionChoice({
  bountyId,
  versions,
  publisher,
}: {
  bountyId: bigint;
  versions: readonly AnsweringVersion[];
  publisher: Address;
}) {
  const [chosen, setChosen] = useState<string>();
  const version = versions.find(({ id }) => id === chosen) ?? versions[0];
  return (
    <form className="flex flex-col items-start gap-4" onSubmit={(event) => event.preventDefault()}>
      <h3 className="text-base">Submit a version of yours</h3>
      <p className="text-sm text-quiet">
        You first commit to the work without showing it, so that nobody who copies it can be paid for it, and
        submit it some blocks later.
      </p>
      <Field label="Version">
        {(control) => (
          <select
            {...control}
            className={INPUT_CLASS}
            value={version?.id}
            onChange={(event) => setChosen(event.target.value)}
          >
            {versions.map(({ id, name, semver }) => (
              <option key={id} value={id}>
                {name} {semver}
              </option>
            ))}
          </select>
        )}
      </Field>
      {version ? (
        <CommitAndSubmit key={version.id} bountyId={bountyId} version={version} publisher={publisher} />
      ) : null}
    </form>
  );
}
