/**
 * Limits that an honest child keeps, and the supervisor holds every child to.
 *
 * What one call of the host may ask with, in bytes: its texts and blobs, each of these with `PIECE_BYTES` besides its own.
 */
export const REQUEST_BYTES = 1_048_576;
/** What a text or a list counts however short it is, since it takes a place in a list of its own. */
export const PIECE_BYTES = 64;
/** Characters that are kept of a plugin's own error message, and of the engine's words about a void run. */
export const MESSAGE_CHARACTERS = 1_024;
