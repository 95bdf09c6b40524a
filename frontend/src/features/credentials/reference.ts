import { InvalidVersionError, pluginIdOf, versionIdOf } from "@nexus/protocol";
import { type Address, type Hex, isHex, numberToHex, size } from "viem";

const LARGEST = 2n ** 256n - 1n;

/**
 * The version id that a person means: a token id in decimal, an id in hex, name@version, or a link to a credential's page.
 * `undefined` if the text is none of these.
 */
export function versionIdOfReference(
  text: string,
  registry: { readonly chainId: number; readonly registry: Address },
): Hex | undefined {
  const trimmed = text.trim();
  const linked = /#\/credentials\/([^/?#]+)/u.exec(trimmed)?.[1];
  const reference = linked === undefined ? trimmed : decodeURIComponent(linked);
  if (isHex(reference) && size(reference) === 32) return reference.toLowerCase() as Hex;
  if (/^[0-9]{1,78}$/.test(reference)) {
    const number = BigInt(reference);
    return number > LARGEST ? undefined : numberToHex(number, { size: 32 });
  }
  return idOfName(reference, registry);
}

function idOfName(
  reference: string,
  registry: { readonly chainId: number; readonly registry: Address },
): Hex | undefined {
  const [, name, version] = /^([a-z0-9-]+)@([0-9.]+)$/.exec(reference) ?? [];
  if (name === undefined || version === undefined) return undefined;
  try {
    return versionIdOf(pluginIdOf({ ...registry, name }), version);
  } catch (error) {
    if (error instanceof InvalidVersionError) return undefined;
    throw error;
  }
}
