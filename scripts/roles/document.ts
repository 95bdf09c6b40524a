import { roles } from "@nexus/protocol";
import {
  contractRoles,
  daoRoles,
  homeRoles,
  mirrorRoles,
  type RoleName,
} from "../../ignition/functionRoles.ts";

const duties = {
  ADMIN_ROLE:
    "grants and revokes every role, assigns functions to roles, revokes certifications, appoints the council and the arbitrator",
  CLAUSE_STEWARD: "registers clauses, binds plugins to them, authorises event sources",
  SEAT_STEWARD: "appoints reviewers, ends seats, attests affiliations",
  EXECUTOR_STEWARD: "attests and suspends executors",
  PARAMETER_STEWARD: "sets what reviews, runs and stakes ask for, from the next one on",
  CONSENSUS: "slashes executors whom a settled task shows at fault",
  SECURITY_COUNCIL: "suspends a certification for a bounded time, once a version",
  DISPUTES: "opens and rules disputes about reviews, certificates and bounties",
} as const satisfies Record<RoleName, string>;

function holdersOf(role: RoleName): readonly [string, string] {
  const byDao = role === "ADMIN_ROLE" || (daoRoles as readonly string[]).includes(role);
  if (byDao) return ["the deployer", "the timelock"];
  const holder = contractRoles[role as keyof typeof contractRoles];
  return [holder, holder];
}

/** The text of `docs/roles.md`, from the roles that the modules assign and grant. */
export function rolesPage(): string {
  const roleLines = (Object.keys(roles) as RoleName[]).map(
    (role) => `| ${role} | ${roles[role]} | ${duties[role]} | ${holdersOf(role).join(" | ")} |`,
  );
  const functionLines = Object.entries({ ...homeRoles, ...mirrorRoles }).flatMap(([contract, byFunction]) =>
    Object.entries(byFunction).map(([name, role]) => `| ${contract}.${name} | ${role} |`),
  );
  return `# Roles

<!-- Written by \`npm run roles -- --document\` from ignition/functionRoles.ts; edit that instead. -->

What is restricted, and to whom. Everything else is open to anyone, or to the account that a record names (a plugin's owner, a claimant, a
requester); nothing that a person needs in order to leave is restricted. \`npm run roles\` reads the same from a chain, and asks its AccessManager about every
account that ever held a role.

| role | id | what it does | \`NexusRegistry\` gives it to | the hand-over gives it to |
| --- | ---: | --- | --- | --- |
${roleLines.join("\n")}

Every role's admin and guardian is ADMIN_ROLE. After the hand-over (\`ignition/handOver.ts\`) the timelock acts only on what NexusGovernor has passed and queued, after its
delay; anyone may execute it then; the governor alone proposes and cancels; the timelock alone administers itself; the deployer keeps no role. Slashed
stakes and the treasury's share of lost bonds go to the timelock, which rules disputes too and is the security council until it appoints another. A
\`DomainDao\` begins with all of that in its deployer's hands.

| restricted function | role |
| --- | --- |
${functionLines.join("\n")}
`;
}
