/**
 * Runs `work` for one key at a time. A call for a key that is busy returns at once and makes the busy one run once more,
 * so that nothing that happened meanwhile is missed.
 */
export function coalesce<Key>(work: (key: Key) => Promise<void>): (key: Key) => Promise<void> {
  const again = new Map<Key, boolean>();
  return async (key) => {
    if (again.has(key)) {
      again.set(key, true);
      return;
    }
    try {
      do {
        again.set(key, false);
        await work(key);
      } while (again.get(key));
    } finally {
      again.delete(key);
    }
  };
}
