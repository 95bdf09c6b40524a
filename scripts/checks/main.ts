import { runChecks } from "./run.ts";

// What `npm test` means. Commands are found on npm's PATH.
await runChecks([
  { name: "lock file", command: "node", args: ["scripts/checks/lockfile.ts"] },
  { name: "style", command: "biome", args: ["check", "--error-on-warnings", "."] },
  { name: "solhint", command: "solhint", args: ["--max-warnings", "0", "--disc", "contracts/**/*.sol"] },
  { name: "prettier", command: "prettier", args: ["--check", "--log-level", "warn", "contracts/**/*.sol"] },
  { name: "contracts", command: "hardhat", args: ["test"] },
  { name: "types", command: "npm", args: ["run", "--silent", "types"] },
  { name: "generated", command: "node", args: ["scripts/checks/generated.ts"] },
  { name: "unused", command: "knip", args: [] },
  { name: "plugins", command: "node", args: ["plugins/rainfall-trigger/build.ts", "--check"] },
  { name: "services", command: "mocha", args: [] },
  { name: "index", command: "node", args: ["subgraph/test.ts"] },
  { name: "main job", command: "node", args: ["scripts/demo/main.ts"] },
  { name: "browser", command: "mocha", args: ["--config", "frontend/e2e/.mocharc.json"] },
]);
