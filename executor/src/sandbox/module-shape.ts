import { valueType } from "./instructions.ts";
import { ModuleReader, UnfitModule } from "./module-reader.ts";

export type Section = { readonly id: number; readonly body: Uint8Array };

/** How many values a function takes and gives. */
export type Arity = { readonly parameters: number; readonly results: number };

/** What a rewriting pass must know of a core module before it reads the code. */
export type ModuleShape = {
  /** By index of the type. */
  readonly types: readonly Arity[];
  /** Index of the type of each function, imported ones first. */
  readonly functions: readonly number[];
  readonly importedFunctions: number;
};

const HEADER_BYTES = 8;
const FUNCTION_TYPE = 0x60;

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

const IMPORT_KIND = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;

/** The module's sections in their order, without custom ones, whose offsets a rewritten module would belie. */
export function sectionsOf(module: Uint8Array): Section[] {
  const sections: Section[] = [];
  const reader = new ModuleReader(module, HEADER_BYTES);
  while (!reader.done) {
    const id = reader.byte();
    const body = reader.take(reader.leb32());
    if (id !== SECTION.custom) sections.push({ id, body });
  }
  return sections;
}

/** @throws UnfitModule, also for an import out of a reserved module */
export function shapeOf(sections: readonly Section[], reservedModule: string): ModuleShape {
  const bodyOf = (wanted: number) => sections.find(({ id }) => id === wanted)?.body;
  const types = listIn(bodyOf(SECTION.type), readType);
  const imported = listIn(bodyOf(SECTION.import), (reader) => readImport(reader, reservedModule)).filter(
    (type) => type !== undefined,
  );
  const defined = listIn(bodyOf(SECTION.function), (reader) => reader.leb32());
  return { types, functions: [...imported, ...defined], importedFunctions: imported.length };
}

export function arityOf({ types }: ModuleShape, type: number | undefined): Arity {
  const arity = types[type ?? -1];
  if (arity === undefined) throw new UnfitModule("component", `a core module has no type ${type}`);
  return arity;
}

/** Items of a section's list; none when there is no such section. */
export function listIn<T>(body: Uint8Array | undefined, item: (reader: ModuleReader) => T): T[] {
  if (body === undefined) return [];
  const reader = new ModuleReader(body);
  const items: T[] = [];
  for (let left = reader.leb32(); left > 0; left -= 1) items.push(item(reader));
  return items;
}

function readType(reader: ModuleReader): Arity {
  if (reader.byte() !== FUNCTION_TYPE) {
    throw new UnfitModule("instructions", "it has types that aren't functions: the engine's own objects");
  }
  const values = () => {
    const count = reader.leb32();
    for (let left = count; left > 0; left -= 1) valueType(reader);
    return count;
  };
  return { parameters: values(), results: values() };
}

/** The index of an imported function's type; undefined for what isn't a function. */
function readImport(reader: ModuleReader, reservedModule: string): number | undefined {
  const module = Buffer.from(reader.take(reader.leb32())).toString();
  reader.take(reader.leb32());
  if (module === reservedModule) {
    throw new UnfitModule("imports", `a core module imports from "${module}", which is the host's own`);
  }
  switch (reader.byte()) {
    case IMPORT_KIND.function:
      return reader.leb32();
    case IMPORT_KIND.table:
      valueType(reader);
      return skipLimits(reader);
    case IMPORT_KIND.memory:
      return skipLimits(reader);
    case IMPORT_KIND.global:
      valueType(reader);
      reader.byte();
      return undefined;
    case IMPORT_KIND.tag:
      reader.byte();
      reader.leb32();
      return undefined;
    default:
      throw new UnfitModule("component", "a core module has an import of an unknown kind");
  }
}

function skipLimits(reader: ModuleReader): undefined {
  const HAS_MAXIMUM = 0x01;
  const flags = reader.byte();
  if ((flags & ~HAS_MAXIMUM) !== 0) {
    throw new UnfitModule("memory", "shared, 64-bit or specially paged memories and tables aren't supported");
  }
  reader.leb32();
  if (flags === HAS_MAXIMUM) reader.leb32();
}
