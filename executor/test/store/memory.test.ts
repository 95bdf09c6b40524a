import { shouldBehaveLikeAStore } from "../behaviors/store.ts";
import { MemoryStore } from "../doubles/store.ts";

describe("the store in memory", () => {
  shouldBehaveLikeAStore(async () => {
    const store = new MemoryStore();
    return {
      cursor: store,
      runs: store,
      keeper: store,
      jobs: async () => new Map([...store.jobs].map(([taskId, afterMs]) => [taskId, afterMs === 0])),
      wake: store.wake,
      sweep: () => store.sweep(),
    };
  });
});
