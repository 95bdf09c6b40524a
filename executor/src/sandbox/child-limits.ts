/** What one call of the host may ask with, in bytes: its texts and blobs, each of these with `PIECE_BYTES` besides its own. */
export const REQUEST_BYTES = 1_048_576;
/** What a text or a list counts however short it is, since it takes a place in a list of its own. */
export const PIECE_BYTES = 64;
