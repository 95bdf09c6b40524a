import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment } from "@nexus/protocol";
import { type Address, getAddress, type Hex, type PublicClient } from "viem";
import { blanked, type Link, linksIn, placesOf, unlinked } from "../deploy/code.ts";
import type { Artifacts } from "../deploy/deploy.ts";
import { type Creation, creationsOf } from "./creations.ts";
import { OtherCodeError } from "./errors.ts";

const root = join(import.meta.dirname, "../..");

/** The compiler's standard JSON input, as far as a submission changes it. */
interface StandardInput {
  readonly settings: Readonly<Record<string, unknown>>;
}

/** All that an explorer needs to verify one contract. */
export interface Submission {
  readonly name: string;
  readonly address: Address;
  /** Source and name, as the input has them. */
  readonly identifier: string;
  readonly compilerVersion: string;
  /** ABI-encoded, without 0x. */
  readonly constructorArguments: string;
  readonly creationTransaction: Hex;
  readonly input: StandardInput;
}

/** Standard JSON input and long version of the compiler of the build that made an artifact. */
async function readBuild(id: string): Promise<{ solcLongVersion: string; input: StandardInput }> {
  return JSON.parse(await readFile(join(root, "artifacts/build-info", `${id}.json`), "utf8"));
}

function librariesOf(links: readonly Link[]) {
  const sources = [...new Set(links.map(({ source }) => source))];
  const within = (source: string) =>
    links.filter((link) => link.source === source).map(({ name, address }) => [name, getAddress(address)]);
  return Object.fromEntries(sources.map((source) => [source, Object.fromEntries(within(source))]));
}

async function submissionOf(
  artifacts: Artifacts,
  name: string,
  address: Address,
  { tx, data }: Creation,
): Promise<{ submission: Submission; links: readonly Link[] }> {
  const { bytecode, linkReferences, inputSourceName, buildInfoId } = await artifacts.readArtifact(name);
  const code = data.slice(0, bytecode.length) as Hex;
  const places = placesOf(linkReferences);
  if (blanked(code, places) !== blanked(unlinked(bytecode), places))
    throw new OtherCodeError({ name, address });
  const links = linksIn(code, linkReferences);
  const { solcLongVersion, input } = await readBuild(buildInfoId ?? "");
  const submission = {
    ...{ name, address, identifier: `${inputSourceName}:${name}`, compilerVersion: solcLongVersion },
    constructorArguments: data.slice(bytecode.length),
    creationTransaction: tx,
    input: { ...input, settings: { ...input.settings, libraries: librariesOf(links) } },
  };
  return { submission, links };
}

/**
 * The submissions of a deployment's contracts and of the libraries that they call, from the record, the build and the transactions that
 * created them. @throws CreationNotFoundError, OtherCodeError
 */
export async function submissionsOf(
  client: PublicClient,
  artifacts: Artifacts,
  { contracts, startBlock }: Deployment,
): Promise<readonly Submission[]> {
  const found: Submission[] = [];
  let wanted: readonly (readonly [string, Address])[] = Object.entries(contracts);
  while (wanted.length > 0) {
    const addresses = wanted.map(([, address]) => getAddress(address));
    const creations = await creationsOf(client, addresses, startBlock);
    const made = await Promise.all(
      wanted.map(([name, address]) =>
        submissionOf(artifacts, name, address, creations.get(getAddress(address)) as Creation),
      ),
    );
    found.push(...made.map(({ submission }) => submission));
    const known = new Set(found.map(({ address }) => getAddress(address)));
    const linked = new Map(
      made.flatMap(({ links }) => links.map(({ name, address }) => [getAddress(address), name] as const)),
    );
    wanted = [...linked].filter(([address]) => !known.has(address)).map(([address, name]) => [name, address]);
  }
  return found;
}
