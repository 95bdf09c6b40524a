import { BaseError } from "viem";
import { viewFault } from "./core/fault.ts";
import type { ChainReads, ContractAnswer, ContractQuestion } from "./core/ports.ts";
import { ContractUnansweredError } from "./errors.ts";
import type { StatedTranscript } from "./stated-transcript.ts";

/**
 * Who told a replay what contracts answered: the node, or, at least once, the settled run's transcript, which is the word of those who
 * agreed on the result. Null when no contract was asked.
 */
export type AnsweredBy = "chain" | "transcript" | null;

/** Characters of what the node says that are shown. */
const LONGEST = 200;

const keyOf = ({ to, data }: ContractQuestion) => `${to}:${data}`;

/**
 * The contracts of one replay. The node is asked first, since a settled transcript may be a lie that a quorum agreed on; it stands in
 * once the node doesn't hold the block's state any more. A contract's answer at a block follows from the question alone, so
 * the order of the calls doesn't matter.
 */
export class ReplayedReads {
  readonly #transcript: StatedTranscript;
  readonly #live: ChainReads;
  readonly #kept: ReadonlyMap<string, ContractAnswer>;
  #nodeKnows = true;
  answeredBy: AnsweredBy = null;

  constructor(transcript: StatedTranscript, live: ChainReads) {
    this.#transcript = transcript;
    this.#live = live;
    this.#kept = answersIn(transcript);
  }

  /** @throws ContractUnansweredError when neither the node nor the transcript has the answer */
  readonly read: ChainReads = async (block, question) => {
    const kept = this.#kept.get(keyOf(question));
    if (this.#nodeKnows || kept === undefined) {
      try {
        const answer = await this.#live(block, question);
        this.answeredBy ??= "chain";
        return answer;
      } catch (cause) {
        this.#nodeKnows = false;
        if (kept === undefined) throw this.#unanswered(block, question, cause);
      }
    }
    this.answeredBy = "transcript";
    return kept;
  };

  #unanswered(block: string, { to: contract }: ContractQuestion, cause: unknown): ContractUnansweredError {
    const transcript = this.#transcript.gap ?? "it doesn't have the call";
    return new ContractUnansweredError({ contract, block, node: said(cause), transcript, cause });
  }
}

function answersIn({ entries }: StatedTranscript): ReadonlyMap<string, ContractAnswer> {
  const answers = new Map<string, ContractAnswer>();
  for (const entry of entries) {
    if (!("calls" in entry)) continue;
    for (const [index, call] of entry.calls.entries()) {
      const answer = entry.answers[index];
      if (answer !== undefined) answers.set(keyOf(call), answer);
    }
  }
  return answers;
}

/** What the node itself said, if it did. */
function said(fault: unknown): string {
  const details = fault instanceof BaseError ? fault.details : "";
  return details === "" ? viewFault(fault).message : oneLine(details);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST);
}
