import type {
  ClassDeclaration,
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
 * Rewrites the transpiler's module so that its functions and classes are defined once in a process, in place of once in
 * each instance. What belongs to a class outlives every young collection, and half of a small run's time went into it.
 *
 * Variables become the module's. They hold one instance at a time: the next one begins by forgetting them all, and nobody
 * calls the one before any more. Everything else that an instance could change is frozen. The caller gives all
 * parameters, since their defaults are gone.
 *
 * @returns the module as it is if it has a form that isn't known, which is slower and no less right
 */
export function hoistDefinitions(source: string, parse: typeof Parse): string {
  const program = parse(source, { ecmaVersion: "latest", sourceType: "module" });
  const entry = program.body.map(entryIn).find((declaration) => declaration !== undefined);
  const hoisted = entry && new Hoisted(source, entry);
  if (hoisted === undefined || !hoisted.isKnown || hoisted.collidesWith(namesBeside(program))) return source;
  return hoisted.module(program);
}

function entryIn(statement: Program["body"][number]): FunctionDeclaration | undefined {
  if (statement.type !== "ExportNamedDeclaration") return undefined;
  const { declaration } = statement;
  return declaration?.type === "FunctionDeclaration" && declaration.id.name === ENTRY
    ? declaration
    : undefined;
}

/** Names that the module declares besides what the entry does. */
function namesBeside({ body }: Program): string[] {
  return body.flatMap((statement) => {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type === "VariableDeclaration")
      return declaration.declarations.flatMap(({ id }) => namesIn(id));
    return declaration?.type === "FunctionDeclaration" || declaration?.type === "ClassDeclaration"
      ? [declaration.id.name]
      : [];
  });
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

  module(program: Program): string {
    const given = this.#entry.params.flatMap(namesIn).join(", ");
    const entry = [
      ...this.#once,
      ...this.#classes.map((name) => `Object.freeze(${name}.prototype); Object.preventExtensions(${name});`),
      ...this.#functions.map((name) => `${name}.${MARK} = undefined; Object.preventExtensions(${name});`),
      `let ${this.#variables.join(", ")};`,
      `export function ${ENTRY}(...given) {`,
      `${this.#variables.join(" = ")} = undefined;`,
      ...this.#functions.map((name) => `${name}.${MARK} = undefined;`),
      `[${given}] = given;`,
      ...this.#each,
      "}",
    ].join("\n");
    return program.body
      .map((statement) => (entryIn(statement) === this.#entry ? entry : this.#text(statement)))
      .join("\n");
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
