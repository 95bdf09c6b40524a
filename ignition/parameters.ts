import { Chamber, type Parameters, parametersFor } from "@nexus/protocol";

/** The parameters of the `NexusRegistry` module on a chain. */
export function moduleParameters(chainId: number) {
  const { review, chambers, consensus, fees, licences, staking, disputes, council, termUnit }: Parameters =
    parametersFor(chainId);
  const { commitWindow, revealWindow, wrongResultSlash, missedRevealSlash, challengeWindow } = consensus;
  const chamberRules = Chamber.map((chamber) => [`rules${chamber}`, { ...chambers[chamber] }] as const);
  return {
    NexusRegistry: {
      unbondingPeriod: staking.unbondingPeriod,
      minimumStake: staking.minimumStake,
      rules: { commitWindow, revealWindow, wrongResultSlash, missedRevealSlash, challengeWindow },
      review: { ...review },
      shares: { ...licences },
      fees: { ...fees },
      disputes: { ...disputes },
      ...council,
      termUnit,
      ...Object.fromEntries(chamberRules),
    },
  };
}

/** The parameters of the `DomainDao` module on a chain, whose home has those two registries. */
export function domainDaoParameters(
  chainId: number,
  home: { readonly PluginRegistry: string; readonly CertificationRegistry: string },
) {
  const { PluginRegistry, CertificationRegistry } = home;
  return {
    DomainDao: { ...moduleParameters(chainId).NexusRegistry, PluginRegistry, CertificationRegistry },
  };
}

/** The parameters of the `NexusTimelock` module on a chain. */
export function timelockParameters(chainId: number) {
  return { NexusTimelock: { delay: parametersFor(chainId).governance.timelockDelay } };
}

/** The parameters of the `NexusDao` module on a chain, whose DAO acts through the `timelock` at that address. */
export function daoParameters(chainId: number, timelock: string) {
  const { governance } = parametersFor(chainId);
  const { votingDelay, votingPeriod, voteExtension, proposalThreshold, quorumPercent } = governance;
  return {
    NexusRegistry: {
      ...moduleParameters(chainId).NexusRegistry,
      ...{ treasury: timelock, reviewersPool: timelock, arbitrator: timelock, council: timelock },
    },
    NexusDao: {
      timelock,
      settings: { votingDelay, votingPeriod, voteExtension, proposalThreshold, quorumPercent },
      treasury: governance.treasury,
    },
  };
}
