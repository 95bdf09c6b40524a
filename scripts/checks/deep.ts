import { runChecks } from "./run.ts";

// The slow loops: properties with 10,000 runs each (invariants 2,500), where `npm test` has 256 (64), the proofs, twenty
// walks of the main job with a process killed in each, and a run with everything that can go wrong at each of its steps.
process.env.NEXUS_FUZZ_RUNS = "10000";
// Every attack behind gVisor too.
process.env.NEXUS_ATTACKS = "all";
// Every step of a run with every fault.
process.env.NEXUS_CRASHES = "all";
await runChecks([
  { name: "properties", command: "hardhat", args: ["test", "solidity"] },
  { name: "proofs", command: "node", args: ["scripts/prove/main.ts"] },
  { name: "crashes", command: "node", args: ["scripts/demo/crash.ts", "--seed", "1", "--kills", "20"] },
  {
    name: "attacks",
    command: "mocha",
    args: ["--no-config", "--timeout", "120000", "executor/test/attacks/*.test.ts"],
  },
  {
    name: "crash matrix",
    command: "mocha",
    args: ["--no-config", "--timeout", "150000", "executor/test/crash/crash.test.ts"],
  },
  { name: "hostile runs", command: "node", args: ["--expose-gc", "executor/bench/hostile.ts"] },
]);
