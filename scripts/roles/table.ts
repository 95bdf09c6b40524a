import type { Caller, RoleMap } from "./read.ts";

const callerText = ({ name, immediate, delay }: Caller) => (immediate ? name : `${name} after ${delay} s`);

function columns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((cells) => (cells[column] ?? "").length)),
  );
  const text = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return lines.map(text).join("\n");
}

/** The role map as a person reads it. */
export function table({ chainId, block, manager, roles, functions, registries }: RoleMap): string {
  const roleLines = roles.map(({ name, admin, guardian, grantDelay, holders }) => [
    ...[name, admin, guardian, `${grantDelay} s`],
    holders.map((holder) => `${holder.name} (delay ${holder.executionDelay} s)`).join(", ") || "nobody",
  ]);
  const functionLines = functions.map(({ contract, function: name, role, closed, callers }) => [
    ...[`${contract}.${name}`, role],
    closed ? "closed" : callers.map(callerText).join(", ") || "nobody",
  ]);
  const registryLines = registries.map(({ name, kind, attester, admins, delisted }) => [
    ...[delisted ? `${name} (delisted)` : name, kind, attester],
    admins.join(", ") || "nobody",
  ]);
  return [
    `Chain ${chainId}, block ${block}, AccessManager ${manager}\n`,
    columns([["role", "admin", "guardian", "grants after", "holders"], ...roleLines]),
    "",
    columns([["restricted function", "role", "may be called by"], ...functionLines]),
    "",
    columns([["registry", "kind", "attester", "administered by"], ...registryLines]),
  ].join("\n");
}
