import { LRUCache } from "lru-cache";
import type { Block, RegistryReader } from "../core/ports.ts";

/** Answers kept of one head. */
const ANSWERS = 4_096;

/**
 * The registries at the chain's head, which must have reached a block. Runs that find the same head share its answers: nothing
 * in a registry changes between two blocks.
 */
export function registryAtHead(
  newest: () => Promise<Pick<Block, "number" | "hash">>,
  live: RegistryReader,
): (reached: bigint) => Promise<RegistryReader> {
  let asked: Promise<Pick<Block, "number" | "hash">> | undefined;
  let shared = { head: "", registry: live };
  const together = () => {
    asked ??= newest().finally(() => {
      asked = undefined;
    });
    return asked;
  };
  return async (reached) => {
    const first = await together();
    // Another run may have asked before the block was there.
    const head = first.number >= reached ? first : await newest();
    if (shared.head !== head.hash) shared = { head: head.hash, registry: remembering(live) };
    return shared.registry;
  };
}

/** A registry that is asked each question once; what failed is asked again. */
function remembering(live: RegistryReader): RegistryReader {
  const answers = new LRUCache<string, Promise<unknown>>({ max: ANSWERS });
  const once =
    <Question extends readonly unknown[], Answer>(
      name: string,
      ask: (...question: Question) => Promise<Answer>,
    ) =>
    (...question: Question): Promise<Answer> => {
      const key = JSON.stringify([name, ...question]);
      const known = answers.get(key) as Promise<Answer> | undefined;
      if (known !== undefined) return known;
      const answer = ask(...question);
      answers.set(key, answer);
      answer.catch(() => answers.delete(key));
      return answer;
    };
  return {
    chainId: live.chainId,
    consensus: live.consensus,
    board: live.board,
    isActive: once("isActive", live.isActive),
    certificationStatus: once("certificationStatus", live.certificationStatus),
    approvalOf: once("approvalOf", live.approvalOf),
    bindingOf: once("bindingOf", live.bindingOf),
    publishedVersion: once("publishedVersion", live.publishedVersion),
    blockByHash: once("blockByHash", live.blockByHash),
  };
}
