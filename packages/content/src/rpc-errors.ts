import { NxsError } from "@nexus/protocol";

/** Whoever asks may not write here. */
export class WriteForbiddenError extends NxsError {
  readonly code = "WRITE_FORBIDDEN";
  readonly reason: string;

  /** @param reason a clause that names what is missing */
  constructor({ reason }: { reason: string }) {
    super(`Writing is refused: ${reason}.`);
    this.reason = reason;
  }
}

/** An argument of a command has a value that this server doesn't take. */
export class RpcArgumentError extends NxsError {
  readonly code = "RPC_ARGUMENT";
  readonly argument: string;
  readonly value: string;

  /** @param needed what it must be, as a clause */
  constructor({ argument, value, needed }: { argument: string; value: string; needed: string }) {
    super(`Argument ${argument} can't be "${value}": ${needed}.`);
    this.argument = argument;
    this.value = value;
  }
}

/** A command that Kubo has and this server hasn't. */
export class RpcCommandError extends NxsError {
  readonly code = "RPC_COMMAND";
  readonly command: string;

  constructor({ command, reason }: { command: string; reason: string }) {
    super(`Command ${command} isn't answered here: ${reason}.`);
    this.command = command;
  }
}

/** The body of an upload isn't one file as multipart/form-data. */
export class UploadMalformedError extends NxsError {
  readonly code = "UPLOAD_MALFORMED";
  readonly reason: string;

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`The upload can't be taken: ${reason}. Send one file as multipart/form-data.`, { cause });
    this.reason = reason;
  }
}

/** An upload didn't end in time. */
export class UploadTimeoutError extends NxsError {
  readonly code = "UPLOAD_TIMEOUT";
  readonly timeout: number;

  constructor({ timeout }: { timeout: number }) {
    super(`The upload didn't end within ${timeout} ms. Send it faster, or in smaller files.`);
    this.timeout = timeout;
  }
}

/** As many uploads are under way as this server takes at once. */
export class UploadsBusyError extends NxsError {
  readonly code = "UPLOADS_BUSY";
  readonly limit: number;

  constructor({ limit }: { limit: number }) {
    super(`${limit} uploads are under way, which is the most at once. Try again in a moment.`);
    this.limit = limit;
  }
}

/** A pin that isn't there. */
export class NotPinnedError extends NxsError {
  readonly code = "NOT_PINNED";
  readonly cid: string;

  constructor({ cid }: { cid: string }) {
    super(`${cid} is not pinned. Pin it first.`);
    this.cid = cid;
  }
}

/** The server's configuration of writes can't be used. */
export class UploadPolicyError extends NxsError {
  readonly code = "UPLOAD_POLICY";

  constructor({ reason }: { reason: string }) {
    super(`Writes can't be configured: ${reason}.`);
  }
}
