/**
 * Reads content by CID. What it returns has been verified against the CID, block by block; a CID is version 0 or 1, codec raw or
 * dag-pb, hash sha2-256, and any other is refused with `InvalidCidError`.
 */
export interface ContentReader {
  /**
   * The bytes of a file.
   * @throws InvalidCidError, ContentNotFoundError, ContentTamperedError, ContentTooLargeError, ContentMalformedError,
   * ContentUnavailableError, ContentStorageError
   */
  get(cid: string): Promise<Uint8Array>;

  /** The bytes of one block, which for a file of several is its list of blocks. @throws as `get` */
  block(cid: string): Promise<Uint8Array>;

  /** Whether every block of a file is there. @throws as `get`, but ContentNotFoundError */
  has(cid: string): Promise<boolean>;
}

/** Keeps content. The CID of the same bytes is the same in every store, and equals Kubo's with 256 KiB chunks and raw leaves. */
export interface ContentStore extends ContentReader {
  /** Keeps a file and returns its CID; up to 256 KiB are one raw block. @throws ContentTooLargeError, ContentStorageError */
  add(bytes: Uint8Array): Promise<string>;

  /** Marks a file that is there as kept for good. A second time changes nothing. @throws as `get` */
  pin(cid: string): Promise<void>;

  /** Takes the mark away; without one, changes nothing. @throws InvalidCidError, ContentStorageError */
  unpin(cid: string): Promise<void>;

  /** CIDs that are pinned, version 1 in base32, sorted. @throws ContentStorageError */
  pins(): Promise<string[]>;
}

/** A store that takes single blocks too, as what serves others needs. */
export interface BlockStore extends ContentStore {
  /**
   * Keeps one block, at most 2 MiB, under its CID.
   * @throws InvalidCidError, ContentTamperedError, ContentTooLargeError, ContentStorageError
   */
  putBlock(cid: string, bytes: Uint8Array): Promise<void>;
}

/** Largest file that a store takes and a reader returns unless told otherwise, in bytes. */
export const DEFAULT_MAX_BYTES = 67_108_864;
