/** An unsigned LEB128 number in its shortest form. */
export function leb(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

/** A signed LEB128 number in its shortest form, as `i32.const` and `i64.const` take it. */
export function signedLeb(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const negative = (low & 0x40) !== 0;
    if ((rest === 0n && !negative) || (rest === -1n && negative)) return Uint8Array.from([...bytes, low]);
    bytes.push(low | 0x80);
  }
}

/** Bytes preceded by their number. */
export function sized(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([leb(bytes.byteLength), bytes]);
}

/** A list of items preceded by their number. */
export function listOf(items: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([leb(items.length), ...items]);
}

/** A name: its UTF-8 bytes preceded by their number. */
export function nameOf(text: string): Uint8Array {
  return sized(Buffer.from(text));
}
