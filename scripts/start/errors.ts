/** A fault of the local stack, told in one sentence to the person who started it. */
export class StackError extends Error {
  override name = "StackError";
}
