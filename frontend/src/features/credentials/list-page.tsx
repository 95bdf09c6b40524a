import { CertificationStatus, certificationRegistryAbi } from "@nexus/protocol";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useConnection, useReadContracts } from "wagmi";
import { useRuntime } from "../../config/context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, PageHeader } from "../../ui/card.tsx";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { CERTIFICATION_LOOKS } from "../../ui/status.ts";
import { Time } from "../../ui/time.tsx";
import { type HeldCredential, useHeldCredentials } from "./queries.ts";
import { versionIdOfReference } from "./reference.ts";

/** Verifies any credential, and lists the reader's own. */
export function CredentialsPage() {
  return (
    <>
      <PageHeader
        title="Credentials"
        lead="What a publisher holds for a certified version: a token that never moves and always shows the certification's live status."
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <VerifyCard />
        <OwnCredentials />
      </div>
    </>
  );
}

function VerifyCard() {
  const { chainId, contracts } = useRuntime();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string>();
  const verify = () => {
    const id = versionIdOfReference(text, { chainId, registry: contracts.PluginRegistry });
    if (id === undefined)
      return setFault(
        "Give a token id, a version id (0x and 64 hex digits), name@1.0.0, or a link to a credential.",
      );
    void navigate({ to: "/credentials/$id", params: { id } });
  };
  return (
    <Card title="Verify any credential">
      <form
        className="flex flex-col items-start gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          verify();
        }}
      >
        <div className="w-full">
          <Field
            label="Credential"
            hint="Token id, version id, name@version or a link. Nothing you enter leaves this browser but the questions to chain, index and gateway."
            error={fault}
          >
            {(control) => (
              <input
                {...control}
                type="text"
                spellCheck={false}
                autoComplete="off"
                className={INPUT_CLASS}
                value={text}
                onChange={(event) => {
                  setText(event.target.value);
                  setFault(undefined);
                }}
              />
            )}
          </Field>
        </div>
        <Button type="submit" look="primary">
          Verify
        </Button>
      </form>
    </Card>
  );
}

function OwnCredentials() {
  const { address, isConnected } = useConnection();
  const { data, error, refetch } = useHeldCredentials(address);
  return (
    <Card title="Yours">
      {isConnected ? null : (
        <p className="text-sm text-quiet">Connect a wallet to see the credentials that its account holds.</p>
      )}
      {isConnected && !data && !error ? <Skeleton lines={3} label="Loading your credentials" /> : null}
      {error && !data ? (
        <ErrorState title="Your credentials couldn't be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {isConnected && data?.credentials.length === 0 ? (
        <EmptyState title="This account holds none">
          A credential is minted when a version you published is certified.
        </EmptyState>
      ) : null}
      {isConnected && data ? <HeldList credentials={data.credentials} /> : null}
    </Card>
  );
}

function HeldList({ credentials }: { credentials: readonly HeldCredential[] }) {
  const { contracts } = useRuntime();
  const { data } = useReadContracts({
    contracts: credentials.map(
      ({ id }) =>
        ({
          address: contracts.CertificationRegistry,
          abi: certificationRegistryAbi,
          functionName: "statusOf",
          args: [id, contracts.ReviewBoard],
        }) as const,
    ),
    query: { refetchInterval: 6_000 },
  });
  return (
    <ul className="divide-y divide-line">
      {credentials.map(({ id, version, mintedAt }, index) => {
        const status = CertificationStatus[data?.[index]?.result ?? -1];
        return (
          <li
            key={id}
            className="flex flex-wrap items-center justify-between gap-3 py-3 text-sm first:pt-0 last:pb-0"
          >
            <span>
              <Link
                to="/credentials/$id"
                params={{ id }}
                className="font-semibold text-accent underline underline-offset-2"
              >
                {version.name} {version.semver}
              </Link>
              <span className="block text-xs text-quiet">
                minted <Time at={mintedAt} />
              </span>
            </span>
            {status ? (
              <Badge tone={CERTIFICATION_LOOKS[status].tone}>{CERTIFICATION_LOOKS[status].word}</Badge>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
