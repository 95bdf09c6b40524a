import { clauseEventTypedData, eventIdOf } from "@nexus/protocol";
import { type Address, type Hex, keccak256, stringToBytes } from "viem";
import { chainTime, explained, type NexusClient, signerOf } from "../client.ts";
import { NotEventSourceError } from "../domain-errors.ts";
import { clauseIdOfReference } from "./clause.ts";
import { addBlock } from "./content.ts";

/** A clause event with its source's signature, ready to be relayed. */
export interface SignedClauseEvent {
  readonly chainId: number;
  readonly registry: Address;
  readonly eventId: Hex;
  readonly event: {
    readonly clauseId: Hex;
    readonly inputDigest: Hex;
    /** Unix seconds. */
    readonly occurredAt: number;
    readonly sourceEventId: Hex;
    readonly source: Address;
    /** Unix seconds. */
    readonly deadline: number;
  };
  readonly signature: Hex;
}

export interface ClauseEventParameters {
  /** Clause id or UUID. */
  readonly clause: string;
  /** The input that a plugin gets; it is added to the content store. */
  readonly input: Uint8Array;
  /** Unix seconds at which the risk event happened; the chain's present without it. */
  readonly occurredAt?: number;
  /** The source's own id of the event; the hash of input and time without it. */
  readonly sourceEventId?: Hex;
  /** Seconds for which the signature may be used; an hour without it. */
  readonly validFor?: number;
}

const HOUR = 3_600;

async function checkSource(client: NexusClient, clauseId: Hex, source: Address): Promise<void> {
  const { publicClient, contracts } = client;
  const authorized = await explained(
    publicClient.readContract({
      ...contracts.clauseRegistry,
      functionName: "isEventSource",
      args: [clauseId, source],
    }),
  );
  if (!authorized) throw new NotEventSourceError({ clauseId, source });
}

/** Signs a clause event as an authorised source; nothing is sent. Throws `NotEventSourceError`. */
export async function signClauseEvent(
  client: NexusClient,
  parameters: ClauseEventParameters,
): Promise<SignedClauseEvent> {
  const account = signerOf(client);
  const clauseId = await clauseIdOfReference(client, parameters.clause);
  await checkSource(client, clauseId, account.address);
  const now = await chainTime(client);
  const { digest: inputDigest } = await addBlock(client, parameters.input, "input");
  const occurredAt = parameters.occurredAt ?? now;
  const event = {
    clauseId,
    inputDigest,
    occurredAt,
    sourceEventId: parameters.sourceEventId ?? keccak256(stringToBytes(`${inputDigest}@${occurredAt}`)),
    source: account.address,
    deadline: now + (parameters.validFor ?? HOUR),
  };
  const registry = client.contracts.clauseRegistry.address;
  const { chainId } = client;
  const signature = await account.signTypedData(
    clauseEventTypedData({ chainId, verifyingContract: registry }, event),
  );
  return { chainId, registry, eventId: eventIdOf(event), event, signature };
}
