import { Address, BigInt, Bytes } from "@graphprotocol/graph-ts";
import { Chamber } from "./enums.gen";

/** Words for numbers of stock Governor's support; the contracts don't define the enum. */
export const Support: string[] = ["Against", "For", "Abstain"];

/** The chambers that a mask names, in order. */
export function chambersOf(mask: i32): string[] {
  const chambers: string[] = [];
  for (let i = 0; i < Chamber.length; i++) if (((mask >> i) & 1) != 0) chambers.push(Chamber[i]);
  return chambers;
}

/** A UUID in its usual text form. */
export function uuidOf(uuid: Bytes): string {
  const hex = uuid.toHexString().slice(2);
  const head = hex.slice(0, 8) + "-" + hex.slice(8, 12) + "-" + hex.slice(12, 16);
  return head + "-" + hex.slice(16, 20) + "-" + hex.slice(20);
}

/** One 32-bit part of a packed SemVer: 2 major, 1 minor, 0 patch. */
export function semverPart(packed: BigInt, part: u8): BigInt {
  return packed.rightShift(32 * part).mod(BigInt.fromI64(4294967296));
}

/** Numbers as decimal text, joined by spaces. */
export function numbersText(values: BigInt[]): string {
  const texts: string[] = [];
  for (let i = 0; i < values.length; i++) texts.push(values[i].toString());
  return texts.join(" ");
}

/** A token, or null for the zero address, which stands for ETH. */
export function assetOf(asset: Address): Address | null {
  return asset.equals(Address.zero()) ? null : asset;
}
