import { Bytes, dataSource, JSONValue, JSONValueKind, json, TypedMap } from "@graphprotocol/graph-ts";
import { Manifest } from "../../../generated/schema";
import { saveCapabilities, saveClauses } from "../../entities/manifestParts";
import { describe, searchTextOf } from "../../entities/manifestText";
import { listAt, numbersAt, objectAt, textAt, textsAt } from "../../json";

/**
 * Reads a manifest from IPFS. Its CID makes it what its publisher signed; nothing makes it well formed. The same bytes come
 * once, whichever versions name them, and nothing of the chain can be read or written here.
 */
export function handleManifest(content: Bytes): void {
  const parsed = json.try_fromBytes(content);
  const isObject = parsed.isOk && parsed.value.kind == JSONValueKind.OBJECT;
  const fields = isObject ? parsed.value.toObject() : new TypedMap<string, JSONValue>();
  const manifest = new Manifest(dataSource.stringParam());
  readIdentity(manifest, fields);
  describe(manifest, objectAt(fields, "description"));
  readTags(manifest, fields);
  saveCapabilities(manifest, fields);
  saveClauses(manifest, fields);
  readOrigin(manifest, fields);
  manifest.searchText = searchTextOf(manifest);
  manifest.wellFormed =
    isObject && manifest.name != "" && manifest.pluginClass != "" && manifest.clauseUuids.length > 0;
  manifest.save();
}

function readIdentity(manifest: Manifest, fields: TypedMap<string, JSONValue>): void {
  const entry = objectAt(fields, "entry");
  const licence = objectAt(fields, "licence");
  manifest.name = textAt(fields, "name");
  manifest.version = textAt(fields, "version");
  manifest.pluginClass = textAt(fields, "pluginClass");
  manifest.witPackage = textAt(entry, "witPackage");
  manifest.witWorld = textAt(entry, "witWorld");
  manifest.licenceSpdx = textAt(licence, "spdx");
  manifest.licenceTier = textAt(licence, "tier");
}

function readTags(manifest: Manifest, fields: TypedMap<string, JSONValue>): void {
  manifest.domains = textsAt(fields, "domains");
  manifest.tags = textsAt(fields, "ontology");
  manifest.risk = textsAt(fields, "risk");
  manifest.sdg = numbersAt(fields, "sdg");
}

function readOrigin(manifest: Manifest, fields: TypedMap<string, JSONValue>): void {
  const source = objectAt(fields, "source");
  const previous = textAt(fields, "previous");
  manifest.authors = textsAt(fields, "authors");
  manifest.sourceRepository = textAt(source, "repository");
  manifest.sourceCommit = textAt(source, "commit");
  manifest.auditVectors = listAt(objectAt(fields, "audit"), "vectors").length;
  if (previous != "") manifest.previous = previous;
}
