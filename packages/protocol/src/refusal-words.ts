import { CERTIFICATION_REFUSALS } from "./refusal-words/certification.ts";
import { EXECUTION_REFUSALS } from "./refusal-words/execution.ts";
import { GOVERNANCE_REFUSALS } from "./refusal-words/governance.ts";
import { INCENTIVES_REFUSALS } from "./refusal-words/incentives.ts";
import { REGISTRY_REFUSALS } from "./refusal-words/registry.ts";
import type { RefusalWords } from "./refusals.ts";

/** Each refusal that a person can meet, as a sentence with the way out. */
export const REFUSALS = {
  ...REGISTRY_REFUSALS,
  ...GOVERNANCE_REFUSALS,
  ...CERTIFICATION_REFUSALS,
  ...INCENTIVES_REFUSALS,
  ...EXECUTION_REFUSALS,
} satisfies RefusalWords;
