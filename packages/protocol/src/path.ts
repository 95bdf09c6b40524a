const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** JSONPath (RFC 9535) of a member or element, given its parent's path. */
export function childPath(parent: string, key: PropertyKey): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  const name = String(key);
  if (PLAIN_NAME.test(name)) return `${parent}.${name}`;
  return `${parent}['${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}

/** JSONPath of a list of keys, from the document's root. */
export function jsonPath(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>(childPath, "$");
}
