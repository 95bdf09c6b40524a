import { runChecks } from "./run.ts";

// The slow loops: properties with 10,000 runs each. `npm test` runs the same properties with 256.
process.env.NEXUS_FUZZ_RUNS = "10000";
await runChecks([{ name: "properties", command: "hardhat", args: ["test", "solidity"] }]);
