import {
  contractNames,
  type Deployment,
  type Fault,
  type SignedBallot,
  signedBallotSchema,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import { z } from "zod";
import type { SignedClauseEvent } from "./actions/event.ts";
import { FileFaultsError } from "./errors.ts";
import { readJson } from "./package.ts";

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
