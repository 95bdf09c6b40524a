import {
  type BallotParameters,
  type SignedBallot,
  typedDataOfBallot,
  type UnsignedBallot,
  unsignedBallot,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { LocalAccount } from "viem/accounts";
import { type NexusClient, signerOf } from "../client.ts";

async function signatureOf(account: LocalAccount, ballot: UnsignedBallot): Promise<Hex> {
  const data = typedDataOfBallot(ballot);
  return data.primaryType === "Ballot" ? account.signTypedData(data) : account.signTypedData(data);
}

/** Signs a ballot with the client's account; nothing is sent. */
export async function signBallot(client: NexusClient, parameters: BallotParameters): Promise<SignedBallot> {
  const account = signerOf(client);
  const place = { chainId: client.chainId, board: client.contracts.reviewBoard.address };
  const ballot = unsignedBallot(place, account.address, parameters);
  return { ...ballot, signature: await signatureOf(account, ballot) };
}
