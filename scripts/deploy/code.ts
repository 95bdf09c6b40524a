import type { Artifact } from "hardhat/types/artifacts";
import type { Address, Hex, PublicClient } from "viem";
import type { Artifacts } from "./deploy.ts";

interface Place {
  readonly start: number;
  readonly length: number;
}

type LinkReferences = Readonly<Record<string, Readonly<Record<string, readonly Place[]>>>>;

/** A library that a contract's code calls. */
export interface Link {
  /** Source and name, as the compiler has them. */
  readonly source: string;
  readonly name: string;
  readonly address: Address;
}

/** Where the code of a library holds its own address, after the first instruction. */
const OWN_ADDRESS: Place = { start: 1, length: 20 };

/** Code with the given places, immutables and libraries' addresses, blanked, as the compiler leaves them. */
export function blanked(code: Hex, places: Iterable<Place>): string {
  const bytes = Buffer.from(code.slice(2), "hex");
  for (const { start, length } of places) bytes.fill(0, start, start + length);
  return bytes.toString("hex");
}

/** An artifact's code, creation or runtime, with libraries' addresses blanked. */
export const unlinked = (code: string): Hex =>
  code.replaceAll(/__\$[0-9a-f]{34}\$__/g, "0".repeat(40)) as Hex;

export const placesOf = (links: LinkReferences): readonly Place[] =>
  Object.values(links).flatMap((file) => Object.values(file).flat());

/** The libraries whose addresses a code holds. */
export function linksIn(code: Hex, links: LinkReferences): readonly Link[] {
  return Object.entries(links).flatMap(([source, byName]) =>
    Object.entries(byName).flatMap(([name, [place]]) => {
      if (!place) return [];
      const from = 2 + place.start * 2;
      return [{ source, name, address: `0x${code.slice(from, from + place.length * 2)}` as Address }];
    }),
  );
}

function isSameCode(artifact: Artifact, code: Hex): boolean {
  const immutable = Object.values(artifact.immutableReferences ?? {}).flat();
  const isLibrary = artifact.deployedBytecode.startsWith(`0x73${"0".repeat(40)}`);
  const places = [
    ...immutable,
    ...placesOf(artifact.deployedLinkReferences),
    ...(isLibrary ? [OWN_ADDRESS] : []),
  ];
  return blanked(code, places) === blanked(unlinked(artifact.deployedBytecode), places);
}

/** Whether the code at an address, and that of each library it calls, is what the build made of the name. */
export async function checkCode(
  client: PublicClient,
  artifacts: Artifacts,
  name: string,
  address: Address,
): Promise<readonly { readonly name: string; readonly holds: boolean }[]> {
  const artifact = await artifacts.readArtifact(name);
  const code: Hex = (await client.getCode({ address })) ?? "0x";
  const links = linksIn(code, artifact.deployedLinkReferences);
  const libraries = await Promise.all(
    links.map(({ name: library, address: at }) => checkCode(client, artifacts, library, at)),
  );
  return [
    { name: `the code at ${address} is ${name}'s`, holds: isSameCode(artifact, code) },
    ...libraries.flat(),
  ];
}
