import type { ContractTransactionResponse } from "ethers";

/** What an operation is compared with. Gas of a whole transaction unless its name says otherwise. */
export interface Peer {
  readonly name: string;
  readonly gas: number;
}

/** One line of the benchmark. `ratio` is `gas / peerGas`, to three decimals; the peer's fields are null without one. */
export interface Row {
  readonly operation: string;
  readonly gas: number;
  readonly peer: string | null;
  readonly peerGas: number | null;
  readonly ratio: number | null;
}

export function row(operation: string, gas: number, peer?: Peer): Row {
  if (!peer) return { operation, gas, peer: null, peerGas: null, ratio: null };
  const ratio = Math.round((gas / peer.gas) * 1_000) / 1_000;
  return { operation, gas, peer: peer.name, peerGas: peer.gas, ratio };
}

/** Gas that a transaction used. */
export async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("The transaction wasn't mined.");
  return Number(receipt.gasUsed);
}
