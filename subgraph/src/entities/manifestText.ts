import { JSONValue, JSONValueKind, TypedMap } from "@graphprotocol/graph-ts";
import { Manifest } from "../../generated/schema";

const PREFERRED_LANGUAGE = "en";

/** Puts a manifest's descriptions, by language, where they can be queried. */
export function describe(manifest: Manifest, texts: TypedMap<string, JSONValue> | null): void {
  const languages: string[] = [];
  const descriptions: string[] = [];
  if (texts != null) {
    for (let i = 0; i < texts.entries.length; i++) {
      const entry = texts.entries[i];
      if (entry.value.kind != JSONValueKind.STRING) continue;
      languages.push(entry.key);
      descriptions.push(entry.value.toString());
    }
  }
  const preferred = languages.indexOf(PREFERRED_LANGUAGE);
  manifest.languages = languages;
  manifest.descriptions = descriptions;
  manifest.description = descriptions.length == 0 ? "" : descriptions[preferred < 0 ? 0 : preferred];
}

/** What a person's words are sought in. */
export function searchTextOf(manifest: Manifest): string {
  const words = [manifest.name, manifest.pluginClass]
    .concat(manifest.descriptions)
    .concat(lastParts(manifest.tags))
    .concat(lastParts(manifest.risk));
  return words.join(" ").toLowerCase();
}

/** What follows the last `#` or `/` of each URI. */
function lastParts(uris: string[]): string[] {
  const parts: string[] = [];
  for (let i = 0; i < uris.length; i++) {
    const hash = uris[i].lastIndexOf("#");
    const slash = uris[i].lastIndexOf("/");
    parts.push(uris[i].slice((hash > slash ? hash : slash) + 1));
  }
  return parts;
}
