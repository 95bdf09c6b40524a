import type {
  ClassDeclaration,
  Declaration,
  FunctionDeclaration,
  Node,
  parse as Parse,
  Pattern,
  Program,
  VariableDeclaration,
} from "acorn";

const ENTRY = "instantiate";
const FUNCTIONS: readonly string[] = ["ArrowFunctionExpression", "FunctionExpression"];
/** The one property that an instance gives to functions of the module. */
const MARK = "_jcoMaySuspend";

/**
 * The transpiler's module as a script whose value has the module's `instantiate`: Node takes 20 ms more to load its first module than
 * its first script.
 *
 * Functions and classes are defined once in a process, in place of once in each instance: what belongs to a class outlives
 * every young collection, and half of a small run's time went into it. Variables move out with them. They hold one instance
 * at a time: the next one begins by forgetting them all, and nobody calls the one before any more. Everything else that an instance
 * could change is frozen. The caller gives all parameters, since their defaults are gone. A module of a form that isn't
 * known keeps its definitions where they are, which is slower and no less right.
 *
 * @throws RangeError for a module without `instantiate`
 */
export function glueScript(module: string, parse: typeof Parse): string {
  const { body } = parse(module, { ecmaVersion: "latest", sourceType: "module" });
  const statements = body.map((statement) =>
    statement.type === "ExportNamedDeclaration" && statement.declaration != null
      ? statement.declaration
      : statement,
  );
  const entry = statements.find(isEntry);
  if (entry === undefined) throw new RangeError(`The transpiler's module has no ${ENTRY}.`);
  const hoisted = new Hoisted(module, entry);
  const isKnown = hoisted.isKnown && !hoisted.collidesWith(statements.flatMap(namesOf));
  const texts = statements.map((statement) =>
    statement === entry && isKnown ? hoisted.text : module.slice(statement.start, statement.end),
  );
  return ["(() => {", '"use strict";', ...texts, `return { ${ENTRY} };`, "})()"].join("\n");
}

type Statement = Program["body"][number] | Declaration;

function isEntry(statement: Statement): statement is FunctionDeclaration {
  return statement.type === "FunctionDeclaration" && statement.id.name === ENTRY;
}

/** Names that a statement declares. */
function namesOf(statement: Statement): string[] {
  if (statement.type === "VariableDeclaration")
    return statement.declarations.flatMap(({ id }) => namesIn(id));
  return statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration"
    ? [statement.id.name]
    : [];
}

/** The entry's statements, sorted into what is said once and what each instance says. */
class Hoisted {
  readonly #source: string;
  readonly #entry: FunctionDeclaration;
  readonly #once: string[] = [];
  readonly #each: string[] = [];
  readonly #variables: string[];
  readonly #functions: string[] = [];
  readonly #classes: string[] = [];
  isKnown = true;

  constructor(source: string, entry: FunctionDeclaration) {
    this.#source = source;
    this.#entry = entry;
    this.#variables = entry.params.flatMap(namesIn);
    for (const statement of entry.body.body) {
      if (statement.type === "FunctionDeclaration") this.#function(statement);
      else if (statement.type === "ClassDeclaration") this.#class(statement);
      else if (statement.type === "VariableDeclaration") this.#variable(statement);
      else this.#each.push(this.#text(statement));
    }
  }

  /** Whether a name would be declared twice. */
  collidesWith(beside: readonly string[]): boolean {
    const names = [...this.#variables, ...this.#functions, ...this.#classes, ...beside];
    return new Set(names).size !== names.length;
  }

  get text(): string {
    const given = this.#entry.params.flatMap(namesIn).join(", ");
    return [
      ...this.#once,
      ...this.#classes.map((name) => `Object.freeze(${name}.prototype); Object.preventExtensions(${name});`),
      ...this.#functions.map((name) => `${name}.${MARK} = undefined; Object.preventExtensions(${name});`),
      `let ${this.#variables.join(", ")};`,
      `function ${ENTRY}(...given) {`,
      `${this.#variables.join(" = ")} = undefined;`,
      ...this.#functions.map((name) => `${name}.${MARK} = undefined;`),
      `[${given}] = given;`,
      ...this.#each,
      "}",
    ].join("\n");
  }

  #text({ start, end }: Pick<Node, "start" | "end">): string {
    return this.#source.slice(start, end);
  }

  #function(declaration: FunctionDeclaration): void {
    this.#once.push(this.#text(declaration));
    this.#functions.push(declaration.id.name);
  }

  /** A class without the values of its static fields, which each instance sets anew. */
  #class(declaration: ClassDeclaration): void {
    const { id, superClass, body } = declaration;
    let text = "";
    let from = declaration.start;
    this.isKnown &&= superClass == null;
    for (const member of body.body) {
      if (member.type === "MethodDefinition" || (member.type === "PropertyDefinition" && !member.static))
        continue;
      const isField = member.type === "PropertyDefinition" && !member.computed;
      const value = isField && member.key.type === "Identifier" ? member.value : undefined;
      if (!isField || value == null || /\bthis\b/u.test(this.#text(value))) {
        this.isKnown = false;
        return;
      }
      text += this.#text({ start: from, end: member.key.end });
      from = value.end;
      this.#each.push(`${id.name}.${this.#text(member.key)} = ${this.#text(value)};`);
    }
    this.#once.push(text + this.#text({ start: from, end: declaration.end }));
    this.#classes.push(id.name);
  }

  #variable({ kind, declarations }: VariableDeclaration): void {
    for (const declarator of declarations) {
      const { id, init } = declarator;
      if (kind === "const" && id.type === "Identifier" && init != null && FUNCTIONS.includes(init.type)) {
        this.#once.push(`const ${this.#text(declarator)};`);
        this.#functions.push(id.name);
      } else {
        this.#variables.push(...namesIn(id));
        if (init != null) this.#each.push(`(${this.#text(declarator)});`);
      }
    }
  }
}

function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((part) =>
        namesIn(part.type === "RestElement" ? part.argument : part.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((part) => (part === null ? [] : namesIn(part)));
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    default:
      return [];
  }
}
