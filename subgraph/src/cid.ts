import { Bytes } from "@graphprotocol/graph-ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** CID of the raw block with this sha2-256 digest: version 1, codec raw, base32 without padding. */
export function cidOf(digest: Bytes): string {
  const bytes = Bytes.fromHexString("01551220").concat(digest);
  let text = "b";
  let buffer: u32 = 0;
  let bits: i32 = 0;
  for (let i = 0; i < bytes.length; i++) {
    buffer = ((buffer & 31) << 8) | (bytes[i] as u32);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt(((buffer >> bits) & 31) as i32);
    }
  }
  if (bits > 0) text += ALPHABET.charAt(((buffer << (5 - bits)) & 31) as i32);
  return text;
}
