import { writeFile } from "node:fs/promises";
import {
  contractNames,
  type Deployment,
  type Fault,
  type Policy,
  parseSignedPolicy,
  type SignedBallot,
  type SignedPolicy,
  signedBallotSchema,
  type TrustBundle,
  validatePolicy,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import { z } from "zod";
import type { SignedClauseEvent } from "./actions/event.ts";
import { FileError, FileFaultsError } from "./errors.ts";
import { readBytes, readJson } from "./package.ts";

const address = z.custom<Address>(
  (value) => /^0x[0-9a-fA-F]{40}$/.test(String(value)),
  "must be 0x and 40 hex digits",
);
const hex = z.custom<Hex>(
  (value) => /^0x([0-9a-fA-F]{2})*$/.test(String(value)),
  "must be 0x and hex digits",
);
const digest = z.custom<Hex>(
  (value) => /^0x[0-9a-f]{64}$/.test(String(value)),
  "must be 0x and 64 lower-case hex digits",
);
const seconds = z.int().min(0);

const eventSchema = z.strictObject({
  chainId: z.int().positive(),
  registry: address,
  eventId: digest,
  event: z.strictObject({
    clauseId: digest,
    inputDigest: digest,
    occurredAt: seconds,
    sourceEventId: digest,
    source: address,
    deadline: seconds,
  }),
  signature: hex,
});

const deploymentSchema = z.object({
  chainId: z.int().positive(),
  startBlock: z.int().min(0),
  contracts: z.record(z.enum(contractNames), address),
});

const bundleSchema = z.strictObject({
  chainId: z.int().positive(),
  consensus: address,
  executors: z.array(address),
});

const stackSchema = z.object({
  chainId: z.int().positive(),
  rpcUrl: z.url(),
  gateway: z.url(),
  contentDirectory: z.string().min(1),
  /** Empty until the index answers. */
  index: z.union([z.url(), z.literal("")]).default(""),
  executors: z.array(z.object({ name: z.string(), address, url: z.url() })),
});

/** What a running local stack says of itself. */
export type StackFile = z.infer<typeof stackSchema>;

function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.map(({ path, message }) => ({ path: ["$", ...path].join("."), message }));
}

async function readShape<T>(path: string, purpose: string, schema: z.ZodType<T>): Promise<T> {
  const result = schema.safeParse(await readJson(path, purpose));
  if (!result.success) throw new FileFaultsError({ path, purpose, faults: faultsOf(result.error) });
  return result.data;
}

/** Reads signed ballots: one, or a list. Throws `FileError`, `FileFaultsError`. */
export async function readBallots(path: string): Promise<SignedBallot[]> {
  const list = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(signedBallotSchema));
  return readShape(path, "signed ballots", list);
}

/** Reads a signed clause event. Throws `FileError`, `FileFaultsError`. */
export async function readClauseEvent(path: string): Promise<SignedClauseEvent> {
  return readShape(path, "a signed clause event", eventSchema);
}

/** Reads a deployment. Throws `FileError`, `FileFaultsError`. */
export async function readDeployment(path: string): Promise<Deployment> {
  return readShape(path, "a deployment", deploymentSchema);
}

/** Reads the local stack's own description. Throws `FileError`, `FileFaultsError`. */
export async function readStack(path: string): Promise<StackFile> {
  return readShape(path, "the local stack's description", stackSchema);
}

/** Reads what to trust when receipts are checked without the chain. Throws `FileError`, `FileFaultsError`. */
export async function readTrustBundle(path: string): Promise<TrustBundle> {
  return readShape(path, "a trust bundle", bundleSchema);
}

/** Reads a policy: a draft in any spelling, or a signed one as it was signed. Throws `FileError`, `InvalidPolicyError`. */
export async function readPolicy(path: string): Promise<Policy | SignedPolicy> {
  const value = await readJson(path, "a policy");
  if (typeof value !== "object" || value === null || !("signature" in value)) return validatePolicy(value);
  return parseSignedPolicy(await readBytes(path, "a signed policy"));
}

/** Writes a file that isn't there yet. Throws `FileError`. */
export async function writeNewFile(path: string, bytes: Uint8Array, purpose: string): Promise<void> {
  await writeFile(path, bytes, { flag: "wx" }).catch((cause: unknown) => {
    throw new FileError({ path, purpose: `the new file of ${purpose}`, cause });
  });
}
