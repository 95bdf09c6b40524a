import { NxsError } from "@nexus/protocol";

/** The gateway gave no bytes for a digest. */
export class BytesUnavailableError extends NxsError {
  readonly code = "BYTES_UNAVAILABLE";
  readonly cid: string;

  constructor({
    cid,
    gateway,
    reason,
    cause,
  }: { cid: string; gateway: string; reason: string; cause?: unknown }) {
    super(
      `${gateway} gave no bytes for ${cid}: ${reason}. Choose another gateway in the settings, or try later.`,
      {
        cause,
      },
    );
    this.cid = cid;
  }
}
