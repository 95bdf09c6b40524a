/**
 * What Node is started with for an executor. Most of what a run leaves behind is garbage at once, so the young generation is
 * collected while it is small, the old one before it has grown by half, and one thread beside the main one does for both.
 */
export const NODE_FLAGS = [
  // No inspector for whoever may send a signal.
  "--disable-sigusr1",
  "--max-semi-space-size=4",
  "--heap-growing-percent=30",
  "--v8-pool-size=1",
] as const;
