import { InvalidCidError } from "@nexus/protocol";
import type { CID } from "multiformats/cid";
import { parseContentCid } from "./cid.ts";

/** A CID and the names below it. */
export interface ContentPath {
  readonly cid: CID;
  readonly names: readonly string[];
}

/** A path such as /ipfs/{cid}/name or {cid}. @throws InvalidCidError, for a dot name or a control character too */
export function parseContentPath(path: string): ContentPath {
  const [cid = "", ...names] = path.replace(/^\/ipfs\//, "").split("/");
  return { cid: parseContentCid(cid), names: names.filter((name) => name !== "").map(checkedName) };
}

/** As `parseContentPath`, for a path that is percent-encoded. @throws InvalidCidError */
export function parseEncodedPath(path: string): ContentPath {
  return parseContentPath(path.split("/").map(decodeName).join("/"));
}

/** One name of the path. A slash in it would name something else, so it is no name. */
function decodeName(name: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(name);
  } catch (cause) {
    throw new InvalidCidError({ cid: name, reason: "its path isn't percent-encoded UTF-8", cause });
  }
  if (decoded.includes("/")) throw notAName(name);
  return decoded;
}

function checkedName(name: string): string {
  if (/[\\\0]/.test(name) || name === "." || name === "..") throw notAName(name);
  return name;
}

function notAName(name: string): InvalidCidError {
  return new InvalidCidError({ cid: name, reason: "its path has a slash or a dot name in it" });
}
