import { createRequire } from "node:module";
import { compilerSettings, type SourceTexts } from "../solidity/sources.ts";

type References = Readonly<Record<string, Readonly<Record<string, readonly object[]>>>>;

interface Code {
  readonly object: string;
  readonly linkReferences: References;
  readonly immutableReferences?: Readonly<Record<string, readonly object[]>>;
}

/** One compiled contract, as the compiler gives it. */
export interface Compiled {
  readonly abi: readonly object[];
  readonly evm: { readonly bytecode: Code; readonly deployedBytecode: Code };
}

interface Output {
  readonly errors?: readonly { readonly severity: string }[];
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, Compiled>>>>;
}

/**
 * The named contracts (`source:name`) compiled from the sources; undefined if they aren't valid. Without metadata, so that equal code means
 * equal bytes.
 */
export function compile(
  sources: SourceTexts,
  contracts: readonly string[],
): ReadonlyMap<string, Compiled> | undefined {
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const wanted = contracts.map((contract) => contract.split(":") as [string, string]);
  const selected = wanted.map(([source, name]) => [
    source,
    { [name]: ["abi", "evm.bytecode", "evm.deployedBytecode"] },
  ]);
  const settings = {
    ...compilerSettings,
    metadata: { appendCBOR: false },
    outputSelection: Object.fromEntries(selected),
  };
  const output = JSON.parse(
    solc.compile(JSON.stringify({ language: "Solidity", sources, settings })),
  ) as Output;
  if (output.errors?.some(({ severity }) => severity === "error")) return undefined;
  return new Map(
    wanted.flatMap(([source, name]) => {
      const contract = output.contracts?.[source]?.[name];
      return contract ? [[name, contract] as const] : [];
    }),
  );
}

/** Whether two compilations came to the same code. */
export function sameCode(a: ReadonlyMap<string, Compiled>, b: ReadonlyMap<string, Compiled>): boolean {
  return [...a].every(([name, { evm }]) => evm.bytecode.object === b.get(name)?.evm.bytecode.object);
}
