import { NxsError } from "@nexus/protocol";

/** What of a server's address may be told: its path and user may hold a token. */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

/** Nobody who was asked has the content. */
export class ContentNotFoundError extends NxsError {
  readonly code = "CONTENT_NOT_FOUND";
  readonly cid: string;

  constructor({ cid, cause }: { cid: string; cause?: unknown }) {
    super(`Content ${cid} isn't there. Add it, or ask a store that has it.`, { cause });
    this.cid = cid;
  }
}

/** Bytes were there, but other ones than the CID names. They are never handed on. */
export class ContentTamperedError extends NxsError {
  readonly code = "CONTENT_TAMPERED";
  readonly cid: string;
  /** sha2-256 that the CID names, 0x-prefixed hex. */
  readonly expected: string;
  /** sha2-256 of the bytes that were found. */
  readonly found: string;

  constructor({ cid, expected, found }: { cid: string; expected: string; found: string }) {
    super(
      `Content ${cid} was tampered with: its bytes have the digest ${found} instead of ${expected}. Add the true bytes again.`,
    );
    this.cid = cid;
    this.expected = expected;
    this.found = found;
  }
}

/** Content is larger than its reader or store accepts. */
export class ContentTooLargeError extends NxsError {
  readonly code = "CONTENT_TOO_LARGE";
  readonly content: string;
  readonly limit: number;

  /** @param content the CID, or a description of bytes that have none yet */
  constructor({ content, limit }: { content: string; limit: number }) {
    super(
      `Content ${content} is larger than the ${limit} bytes accepted here. Make it smaller, or raise the limit.`,
    );
    this.content = content;
    this.limit = limit;
  }
}

/** The true bytes aren't a file that can be read: a directory, or blocks that contradict each other. */
export class ContentMalformedError extends NxsError {
  readonly code = "CONTENT_MALFORMED";
  readonly cid: string;
  readonly reason: string;

  constructor({ cid, reason, cause }: { cid: string; reason: string; cause?: unknown }) {
    super(`Content ${cid} isn't a readable file: ${reason}.`, { cause });
    this.cid = cid;
    this.reason = reason;
  }
}

/** A gateway didn't answer, or not as a gateway does. */
export class ContentUnavailableError extends NxsError {
  readonly code = "CONTENT_UNAVAILABLE";
  readonly cid: string;
  /** Its origin: scheme, host and port. */
  readonly gateway: string;

  constructor({
    cid,
    gateway: url,
    reason,
    cause,
  }: { cid: string; gateway: string; reason: string; cause?: unknown }) {
    const gateway = originOf(url);
    super(`Gateway ${gateway} can't be used for ${cid}: ${reason}. Check that it runs, and try again.`, {
      cause,
    });
    this.cid = cid;
    this.gateway = gateway;
  }
}

/** The disk under a store refused. */
export class ContentStorageError extends NxsError {
  readonly code = "CONTENT_STORAGE";
  readonly path: string;

  constructor({ path, cause }: { path: string; cause: unknown }) {
    super(`The content store can't use ${path} (${cause instanceof Error ? cause.message : cause}).`, {
      cause,
    });
    this.path = path;
  }
}

/** The gateway was told to listen where others could reach it. */
export class GatewayHostError extends NxsError {
  readonly code = "GATEWAY_HOST";
  readonly host: string;

  constructor({ host }: { host: string }) {
    super(`The gateway listens on loopback only, and "${host}" isn't. Use 127.0.0.1 or ::1.`);
    this.host = host;
  }
}

/** The gateway couldn't listen. */
export class GatewayStartError extends NxsError {
  readonly code = "GATEWAY_START";
  readonly port: number;

  constructor({ host, port, cause }: { host: string; port: number; cause: unknown }) {
    super(
      `The gateway can't listen on ${host}:${port} (${cause instanceof Error ? cause.message : cause}). Free the port, or choose another.`,
      { cause },
    );
    this.port = port;
  }
}

/** A server gave bytes another CID than every store gives them. */
export class ContentCidMismatchError extends NxsError {
  readonly code = "CONTENT_CID_MISMATCH";
  readonly server: string;
  readonly expected: string;
  readonly found: string;

  constructor({ server: url, expected, found }: { server: string; expected: string; found: string }) {
    const server = originOf(url);
    super(
      `The IPFS server ${server} calls content ${expected} "${found}". Use one that keeps 256 KiB chunks, 174 links a block and raw leaves.`,
    );
    this.server = server;
    this.expected = expected;
    this.found = found;
  }
}

/** A server doesn't let this writer write. */
export class ContentRefusedError extends NxsError {
  readonly code = "CONTENT_REFUSED";
  readonly server: string;
  readonly reason: string;

  /** @param reason what the server said */
  constructor({ server: url, reason, cause }: { server: string; reason: string; cause?: unknown }) {
    const server = originOf(url);
    super(`The IPFS server ${server} refused: ${reason} Check the upload token and the page's origin.`, {
      cause,
    });
    this.server = server;
    this.reason = reason;
  }
}
