import { JSONValue, TypedMap } from "@graphprotocol/graph-ts";
import { Manifest, ManifestCapability, ManifestClause } from "../../generated/schema";
import { partId } from "../ids";
import { objectsAt, textAt, textsAt } from "../json";

/** Keeps the capabilities that a manifest asks for, and their names in the manifest. */
export function saveCapabilities(manifest: Manifest, fields: TypedMap<string, JSONValue>): void {
  const objects = objectsAt(fields, "capabilities");
  const names: string[] = [];
  for (let i = 0; i < objects.length; i++) {
    const capability = new ManifestCapability(partId(manifest.id, i));
    capability.manifest = manifest.id;
    capability.name = textAt(objects[i], "name");
    capability.scope = textsAt(objects[i], "scope");
    capability.save();
    names.push(capability.name);
  }
  manifest.capabilities = names;
}

/** Keeps the clauses that a manifest names, and their UUIDs in the manifest. */
export function saveClauses(manifest: Manifest, fields: TypedMap<string, JSONValue>): void {
  const objects = objectsAt(fields, "clauses");
  const uuids: string[] = [];
  for (let i = 0; i < objects.length; i++) {
    const clause = new ManifestClause(partId(manifest.id, i));
    clause.manifest = manifest.id;
    clause.position = i;
    clause.uuid = textAt(objects[i], "uuid");
    clause.standard = textAt(objects[i], "standard");
    clause.reference = textAt(objects[i], "reference");
    clause.digest = textAt(objects[i], "digest");
    clause.mode = textAt(objects[i], "mode");
    clause.save();
    uuids.push(clause.uuid);
  }
  manifest.clauseUuids = uuids;
}
