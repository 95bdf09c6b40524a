import { JSONValue, JSONValueKind, TypedMap } from "@graphprotocol/graph-ts";

// Reads of a document that anybody may have written: what is missing or of another kind is empty, and nothing aborts.

type Fields = TypedMap<string, JSONValue>;

const MOST_DIGITS = 9;

export function objectAt(fields: Fields, name: string): Fields | null {
  const value = fields.get(name);
  if (value == null || value.kind != JSONValueKind.OBJECT) return null;
  return value.toObject();
}

/** Empty if the field is missing or isn't text. */
export function textAt(fields: Fields | null, name: string): string {
  if (fields == null) return "";
  const value = fields.get(name);
  if (value == null || value.kind != JSONValueKind.STRING) return "";
  return value.toString();
}

/** Empty if the field is missing or isn't a list. */
export function listAt(fields: Fields | null, name: string): JSONValue[] {
  if (fields == null) return [];
  const value = fields.get(name);
  if (value == null || value.kind != JSONValueKind.ARRAY) return [];
  return value.toArray();
}

/** The texts of a list; other kinds are left out. */
export function textsAt(fields: Fields | null, name: string): string[] {
  const values = listAt(fields, name);
  const texts: string[] = [];
  for (let i = 0; i < values.length; i++)
    if (values[i].kind == JSONValueKind.STRING) texts.push(values[i].toString());
  return texts;
}

/** The objects of a list; other kinds are left out. */
export function objectsAt(fields: Fields | null, name: string): Fields[] {
  const values = listAt(fields, name);
  const objects: Fields[] = [];
  for (let i = 0; i < values.length; i++)
    if (values[i].kind == JSONValueKind.OBJECT) objects.push(values[i].toObject());
  return objects;
}

/** The whole numbers of a list that have at most nine digits; others are left out. */
export function numbersAt(fields: Fields | null, name: string): i32[] {
  const values = listAt(fields, name);
  const numbers: i32[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i].kind != JSONValueKind.NUMBER) continue;
    const digits = changetype<string>(values[i].data as u32);
    if (isShortNumber(digits)) numbers.push(values[i].toI64() as i32);
  }
  return numbers;
}

function isShortNumber(digits: string): bool {
  if (digits.length == 0 || digits.length > MOST_DIGITS) return false;
  for (let i = 0; i < digits.length; i++) {
    const code = digits.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
