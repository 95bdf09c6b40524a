import type { AstNode } from "./artifacts.ts";
import { generatedHeader } from "./header.ts";

/** The public surface; Governor's states are the board's too. */
const readSources =
  /^(project\/contracts\/(interfaces|types|access)\/|npm\/@openzeppelin\/contracts@[^/]+\/governance\/IGovernor\.sol$)/;

function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "nodeType" in value;
}

function childrenOf(node: AstNode): readonly AstNode[] {
  return Array.isArray(node.nodes) ? node.nodes.filter(isNode) : [];
}

function* nodesOf(node: AstNode): Generator<AstNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

function membersOf(definition: AstNode): readonly string[] {
  const members = Array.isArray(definition.members) ? definition.members.filter(isNode) : [];
  return members.map((member) => String(member.name));
}

/** Members of every enum of the contracts, by its name. */
export function enumsIn(trees: ReadonlyMap<string, AstNode>): ReadonlyMap<string, readonly string[]> {
  const enums = new Map<string, readonly string[]>();
  for (const [sourceName, tree] of trees) {
    if (!readSources.test(sourceName)) continue;
    for (const node of nodesOf(tree)) {
      if (node.nodeType !== "EnumDefinition") continue;
      const name = String(node.name);
      if (enums.has(name)) throw new Error(`Two enums are named ${name}; rename the one in ${sourceName}.`);
      enums.set(name, membersOf(node));
    }
  }
  return enums;
}

/** The constants of library `Roles`; each is a literal number. */
function rolesIn(trees: ReadonlyMap<string, AstNode>): ReadonlyMap<string, bigint> {
  const tree = trees.get("project/contracts/access/Roles.sol");
  if (tree === undefined)
    throw new Error("No syntax tree of contracts/access/Roles.sol; run `npm run build`.");
  const roles = new Map<string, bigint>();
  for (const node of nodesOf(tree)) {
    if (node.nodeType !== "VariableDeclaration" || node.constant !== true) continue;
    if (!isNode(node.value) || typeof node.value.value !== "string") {
      throw new Error(`Role ${String(node.name)} in Roles.sol isn't a literal number.`);
    }
    roles.set(String(node.name), BigInt(node.value.value));
  }
  return roles;
}

function enumText([name, members]: readonly [string, readonly string[]]): string {
  const values = members.map((member) => `  ${JSON.stringify(member)},\n`).join("");
  const type = `export type ${name} = (typeof ${name})[number];\n`;
  return `export const ${name} = [\n${values}] as const;\n${type}`;
}

/** The text of `enums.gen.ts`: every enum of the contracts in its on-chain order, and the AccessManager's role ids. */
export function enumsModule(trees: ReadonlyMap<string, AstNode>): string {
  const enums = [...enumsIn(trees)].sort(([a], [b]) => (a < b ? -1 : 1)).map(enumText);
  const roles = [...rolesIn(trees)].map(([name, id]) => `  ${name}: ${id}n,\n`).join("");
  const rolesText = `/** Role ids in the AccessManager; \`ADMIN_ROLE\` is the manager's own. */\nexport const roles = {\n  ADMIN_ROLE: 0n,\n${roles}} as const;\n`;
  return [generatedHeader, ...enums, rolesText].join("\n");
}
