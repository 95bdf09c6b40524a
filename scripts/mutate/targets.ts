/** What is mutated together, and what must notice it. */
export interface Target {
  readonly name: string;
  /** Sources whose lines are mutated. */
  readonly sources: readonly string[];
  /** Contracts that a mutation may change and that the tests deploy, as `source:name`. */
  readonly contracts: readonly string[];
  /** Unit tests, the likeliest to notice first. */
  readonly tests: readonly string[];
  /** Property tests, asked about what the unit tests let pass, and the handlers that they drive. */
  readonly properties: readonly string[];
}

const board = {
  contracts: [
    "contracts/governance/ReviewBoard.sol:ReviewBoard",
    "contracts/governance/ReviewDesk.sol:ReviewDesk",
    "contracts/governance/ReviewIntake.sol:ReviewIntake",
    "contracts/governance/ReviewRules.sol:ReviewRules",
    "contracts/governance/SeatRolls.sol:SeatRolls",
  ],
  // Fees ask the board how many voted.
  tests: ["test/governance/Review*.test.ts", "test/incentives/ReviewFees*.test.ts"],
  properties: ["test/properties/ChamberWord.t.sol", "test/properties/ReviewBoard*.t.sol"],
} as const;

export const targets: readonly Target[] = [
  {
    name: "certification",
    sources: [
      "contracts/certification/CertificationRegistry.sol",
      "contracts/certification/CertificationRecords.sol",
      "contracts/certification/ModuleRegistryAdapter.sol",
      "contracts/types/CertificationWord.sol",
    ],
    contracts: ["contracts/certification/CertificationRegistry.sol:CertificationRegistry"],
    tests: ["test/certification/CertificationRegistry*.test.ts", "test/certification/*.test.ts"],
    properties: ["test/properties/Certification.t.sol", "test/properties/Mirror.t.sol"],
  },
  {
    name: "consensus",
    sources: [
      "contracts/execution/ResultConsensus.sol",
      "contracts/execution/TaskStore.sol",
      "contracts/execution/ConsensusSettings.sol",
      "contracts/execution/LargestGroup.sol",
    ],
    contracts: ["contracts/execution/ResultConsensus.sol:ResultConsensus"],
    tests: ["test/execution/*.test.ts"],
    properties: ["test/properties/Consensus.t.sol", "test/properties/ConsensusHandler.sol"],
  },
  {
    name: "executors",
    sources: ["contracts/execution/ExecutorRegistry.sol"],
    contracts: ["contracts/execution/ExecutorRegistry.sol:ExecutorRegistry"],
    tests: ["test/execution/ExecutorRegistry.test.ts", "test/execution/*.test.ts"],
    properties: ["test/properties/Consensus.t.sol", "test/properties/ConsensusHandler.sol"],
  },
  {
    name: "escrow",
    sources: [
      "contracts/incentives/BountyFunding.sol",
      "contracts/incentives/BountyClaims.sol",
      "contracts/incentives/BountyMilestones.sol",
      "contracts/incentives/BountyStore.sol",
      "contracts/incentives/AssetLedger.sol",
    ],
    contracts: ["contracts/incentives/BountyEscrow.sol:BountyEscrow"],
    tests: ["test/incentives/Bounty*.test.ts"],
    properties: ["test/properties/Bounty*.t.sol", "test/properties/BountyHandler.sol"],
  },
  {
    name: "fees",
    sources: ["contracts/incentives/ReviewFees.sol", "contracts/types/FeeTerms.sol"],
    contracts: ["contracts/incentives/ReviewFees.sol:ReviewFees"],
    tests: ["test/incentives/ReviewFees*.test.ts"],
    properties: ["test/properties/*Fees.t.sol", "test/properties/FeeHandler.sol"],
  },
  {
    name: "counting",
    sources: [
      "contracts/types/ChamberWord.sol",
      "contracts/types/ReviewWord.sol",
      "contracts/governance/ChamberCount.sol",
      "contracts/governance/GovernorCountingChambers.sol",
      "contracts/governance/BallotBatches.sol",
      "contracts/governance/BallotSlate.sol",
    ],
    ...board,
  },
];
