import { createHash, timingSafeEqual } from "node:crypto";
import { UploadPolicyError, WriteForbiddenError } from "./rpc-errors.ts";

const SHORTEST_TOKEN = 16;
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Who may write, and from where. */
export interface WritePolicy {
  /** What a writer sends as `Authorization: Bearer`, at least 16 characters. */
  readonly token: string;
  /** Origins whose pages may write, such as https://app.example. None by default. */
  readonly origins?: readonly string[];
  /** Names of this server in the Host header besides the loopback ones, without a port. */
  readonly hosts?: readonly string[];
}

/** @throws UploadPolicyError if the policy would let in more than it says */
export function assertWritePolicy({ token, origins = [], hosts = [] }: WritePolicy): void {
  if (token.length < SHORTEST_TOKEN || /[^\x21-\x7e]/.test(token)) {
    throw new UploadPolicyError({
      reason: `the upload token needs at least ${SHORTEST_TOKEN} characters, all visible ASCII`,
    });
  }
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new UploadPolicyError({ reason: `"${origin}" isn't an origin such as https://app.example` });
  }
  for (const host of hosts) {
    if (hostnameOf(host) !== host)
      throw new UploadPolicyError({ reason: `"${host}" isn't a lower-case host name without a port` });
  }
}

/**
 * Lets a write pass: its Host is this server's own (a page behind a rebound name has another), its Origin, if it has one, is
 * configured, and its token is the server's.
 * @throws WriteForbiddenError
 */
export function assertMayWrite<T extends WritePolicy>(
  headers: Headers,
  policy: T | undefined,
): asserts policy is T {
  if (policy === undefined)
    throw new WriteForbiddenError({ reason: "this server was started without an upload token" });
  const host = headers.get("host") ?? "";
  if (![...LOOPBACK, ...(policy.hosts ?? [])].includes(hostnameOf(host) ?? ""))
    throw new WriteForbiddenError({ reason: `"${host}" isn't a name of this server` });
  const origin = headers.get("origin");
  if (origin !== null && !isAllowedOrigin(origin, policy))
    throw new WriteForbiddenError({ reason: `"${origin}" isn't among this server's upload origins` });
  if (!hasToken(headers.get("authorization"), policy.token))
    throw new WriteForbiddenError({
      reason: "it needs this server's upload token in the header Authorization: Bearer",
    });
}

/** Whether pages of an origin may write. */
export function isAllowedOrigin(origin: string, policy: WritePolicy | undefined): boolean {
  return policy?.origins?.includes(origin) ?? false;
}

function hostnameOf(host: string): string | undefined {
  const url = `http://${host}/`;
  if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.test(host) || !URL.canParse(url)) return undefined;
  return new URL(url).hostname;
}

/** Compares digests, so that neither the time nor a length tells how much of a guess is right. */
function hasToken(header: string | null, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const given = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}
