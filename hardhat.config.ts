import { createRequire } from "node:module";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatEthersChaiMatchers from "@nomicfoundation/hardhat-ethers-chai-matchers";
import hardhatIgnitionEthers from "@nomicfoundation/hardhat-ignition-ethers";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import { defineConfig } from "hardhat/config";

// The compiler comes from npm, so that a build needs no download; one object serves both profiles, because the
// `production` profile that Ignition uses would otherwise drop these settings.
const compiler = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
  settings: { evmVersion: "prague", optimizer: { enabled: true, runs: 200 } },
};

// Runs of each property; `npm run test:deep` asks for 10,000.
const propertyRuns = Number(process.env.NEXUS_FUZZ_RUNS ?? 256);

export default defineConfig({
  plugins: [
    hardhatEthers,
    hardhatEthersChaiMatchers,
    hardhatIgnitionEthers,
    hardhatMocha,
    hardhatNetworkHelpers,
    hardhatTypechain,
  ],
  solidity: {
    profiles: { default: { compilers: [compiler] }, production: { compilers: [compiler] } },
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/governance/TimelockController.sol",
    ],
  },
  test: { solidity: { fuzz: { runs: propertyRuns }, invariant: { runs: propertyRuns / 4, depth: 32 } } },
  networks: {
    local: {
      type: "http",
      chainType: "l1",
      url: process.env.NEXUS_RPC_URL ?? "http://127.0.0.1:8545",
      accounts: process.env.NEXUS_DEPLOYER_KEY ? [process.env.NEXUS_DEPLOYER_KEY] : "remote",
    },
  },
});
