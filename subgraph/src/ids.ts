import { Address, BigInt, ByteArray, Bytes, ethereum } from "@graphprotocol/graph-ts";

// Every id of every entity, and nothing else. Hashes and addresses are their own ids; what the contracts number keeps its
// number in decimal; pairs are put one behind the other.

export const PROTOCOL_ID = "protocol";

const SECONDS_A_DAY = 86_400;

/** A thing that a log is the only trace of: its transaction and log index. */
export function logId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32());
}

/** A bounty or a review: its number in the contract, in decimal. */
export function numberId(value: BigInt): string {
  return value.toString();
}

/** A number that a contract keeps in 32 bytes. */
export function numberOf(word: Bytes): BigInt {
  const littleEndian = new Uint8Array(word.length);
  for (let i = 0; i < word.length; i++) littleEndian[i] = word[word.length - 1 - i];
  return BigInt.fromUnsignedBytes(changetype<ByteArray>(littleEndian));
}

/** A bounty's milestone. */
export function milestoneId(bountyId: BigInt, position: i32): string {
  return bountyId.toString() + "-" + position.toString();
}

/** Something that an account has in a bounty or a review. */
export function accountInId(value: BigInt, account: Address): string {
  return value.toString() + "-" + account.toHexString();
}

/** A chamber's part in a review. */
export function tallyId(proposalId: BigInt, chamber: i32): string {
  return proposalId.toString() + "-" + chamber.toString();
}

/** A role's member. */
export function roleMemberId(roleId: BigInt, account: Address): string {
  return roleId.toString() + "-" + account.toHexString();
}

/** A clause and a version, a clause and a source, a version and an attester, a task and an executor. */
export function pairId(first: Bytes, second: Bytes): Bytes {
  return first.concat(second);
}

/** A seat: its holder and when it was appointed. */
export function seatId(holder: Address, since: BigInt): Bytes {
  return holder.concat(Bytes.fromByteArray(ByteArray.fromI64(since.toI64())));
}

/** Days since the Unix epoch. */
export function dayOf(timestamp: BigInt): i32 {
  return timestamp.toI32() / SECONDS_A_DAY;
}

/** First second of a day. */
export function startOfDay(day: i32): BigInt {
  return BigInt.fromI32(day).times(BigInt.fromI32(SECONDS_A_DAY));
}

/** A version's use on one day. */
export function usageDayId(version: Bytes, day: i32): Bytes {
  return version.concatI32(day);
}

/** The nth part of a manifest. */
export function partId(manifest: string, position: i32): string {
  return manifest + "-" + position.toString();
}

/** A uint256 as 32 bytes, such as the token id that is a version id. */
export function wordOf(value: BigInt): Bytes {
  return Bytes.fromHexString(value.toHexString().slice(2).padStart(64, "0"));
}
