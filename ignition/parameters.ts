import { Chamber, type Parameters, parametersFor } from "@nexus/protocol";

/** The parameters of the `NexusRegistry` module on a chain. */
export function moduleParameters(chainId: number) {
  const { review, chambers, consensus, staking, termUnit }: Parameters = parametersFor(chainId);
  const { commitWindow, revealWindow, wrongResultSlash, missedRevealSlash } = consensus;
  const chamberRules = Chamber.map((chamber) => [`rules${chamber}`, { ...chambers[chamber] }] as const);
  return {
    NexusRegistry: {
      unbondingPeriod: staking.unbondingPeriod,
      minimumStake: staking.minimumStake,
      rules: { commitWindow, revealWindow, wrongResultSlash, missedRevealSlash },
      review: { ...review },
      termUnit,
      ...Object.fromEntries(chamberRules),
    },
  };
}
