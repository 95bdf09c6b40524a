import { isDevelopmentChain } from "@nexus/protocol";
import { useRuntime } from "../../config/context.tsx";

const ROLES = [
  {
    role: "Publisher",
    account: "publisher",
    task: "Claim a bounty, submit a version to it, and send it to review.",
  },
  {
    role: "Reviewer",
    account: "security-3",
    task: "Open a review, see who may vote and why not, and vote by transaction or by signature.",
  },
  {
    role: "Verifier",
    account: "verifier",
    task: "Check a credential and follow a run from its event to the agreed result.",
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
    <div className="mt-8">
      <h2 className="text-lg">Three roles to try on this local chain</h2>
      <ol className="mt-4 grid gap-x-8 gap-y-5 border-t border-line pt-5 md:grid-cols-3">
        {ROLES.map(({ role, account, task }) => (
          <li key={role}>
            <h3 className="text-sm">{role}</h3>
            <p className="mt-1 text-sm text-quiet">{task}</p>
            <p className="mt-2 text-xs text-quiet">
              Connect the wallet <strong className="text-ink">{account}</strong>.
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
