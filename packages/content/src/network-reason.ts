/** Why a request failed, in a few words. @param timeout milliseconds it was given */
export function networkReason(cause: unknown, timeout: number): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return `no answer within ${timeout} ms`;
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
