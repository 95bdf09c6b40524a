import { isDevelopmentChain } from "@nexus/protocol";
import { useDevelopmentAccount } from "../../chain/use-development-account.ts";
import { useRuntime } from "../../config/context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";

const ROLES = [
  {
    role: "Publisher",
    account: "publisher",
    task: "Claim a bounty, submit a version to it, and be paid when it is certified.",
    to: "#/bounties",
    link: "See bounties",
  },
  {
    role: "Reviewer",
    account: "security-3",
    task: "Open a review, see who may vote and why not, and vote by transaction or by signature.",
    to: "#/reviews",
    link: "See reviews",
  },
  {
    role: "Verifier",
    account: "verifier",
    task: "Check a credential, and follow a run from its event to the result that executors agreed on.",
    to: "#/credentials",
    link: "Check a credential",
  },
] as const;

/** What this is in two sentences, and on the local chain the roles a newcomer can try. */
export function Introduction() {
  const { chainId, developmentAccounts } = useRuntime();
  const local = developmentAccounts && isDevelopmentChain(chainId);
  return (
    <section className="mb-12">
      <h1 className="max-w-3xl text-xl sm:text-2xl">Plugins that decide things, and the evidence for each</h1>
      <p className="mt-4 max-w-2xl text-quiet">
        A rainfall trigger that releases a payout, a validator that reads a treaty clause: see who wrote it,
        who reviewed it, what it computed, and check all of it yourself, in this browser.
      </p>
      {local ? <Roles /> : null}
    </section>
  );
}

function Roles() {
  return (
    <div className="mt-10">
      <h2 className="text-lg">Three roles to try on this local chain</h2>
      <ol className="mt-4 grid gap-x-8 gap-y-6 border-t border-line pt-5 md:grid-cols-3">
        {ROLES.map((role) => (
          <Role key={role.role} {...role} />
        ))}
      </ol>
    </div>
  );
}

function Role({ role, account, task, to, link }: (typeof ROLES)[number]) {
  const wallet = useDevelopmentAccount(account);
  return (
    <li className="flex flex-col items-start gap-1">
      <h3 className="text-base">{role}</h3>
      <p className="text-sm text-quiet">{task}</p>
      <div className="mt-auto flex flex-wrap items-center gap-x-2 gap-y-1 pt-2">
        {wallet?.connected ? (
          <Badge tone="good">You are {account}</Badge>
        ) : (
          <Button busy={wallet?.connecting ?? false} onClick={() => wallet?.connect()}>
            Be {account}
          </Button>
        )}
        <a href={to} className={buttonClass("quiet")}>
          {link}
        </a>
      </div>
    </li>
  );
}
