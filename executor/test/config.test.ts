import { expect } from "chai";
import { readSettings } from "../src/config.ts";
import { InvalidSettingsError } from "../src/errors.ts";

const KEY = `0x${"ab".repeat(32)}`;

const COMPLETE = {
  NEXUS_RPC_URL: "http://127.0.0.1:8545",
  DATABASE_URL: "postgres://nexus:secret@127.0.0.1:5432/one",
  NEXUS_IPFS_GATEWAY: "http://127.0.0.1:8080",
  NEXUS_CONTENT_DIRECTORY: "/content",
  NEXUS_CACHE_DIRECTORY: "/cache",
  NEXUS_EXECUTOR_KEY: KEY,
};

const KEYSTORE = { NEXUS_EXECUTOR_KEY: undefined, NEXUS_EXECUTOR_KEYSTORE: "/key.json" };

const ADDRESS = `0x${"0b".repeat(20)}`;

const SIGNER = {
  NEXUS_EXECUTOR_KEY: undefined,
  NEXUS_EXECUTOR_SIGNER: "https://signer.example",
  NEXUS_EXECUTOR_ADDRESS: ADDRESS,
};

const faultsOf = (environment: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readSettings(environment);
    return [];
  } catch (fault) {
    if (fault instanceof InvalidSettingsError) return fault.faults;
    throw fault;
  }
};

describe("settings", () => {
  it("come from the environment, with defaults", () => {
    expect(readSettings(COMPLETE)).to.deep.equal({
      rpcUrl: "http://127.0.0.1:8545",
      chainId: undefined,
      deploymentFile: undefined,
      databaseUrl: "postgres://nexus:secret@127.0.0.1:5432/one",
      gateway: "http://127.0.0.1:8080",
      contentDirectory: "/content",
      cacheDirectory: "/cache",
      key: { kind: "key", key: KEY },
      httpPort: 0,
      keeper: false,
      keeperDailyWei: 10n ** 17n,
      walls: ["process"],
      policy: { common: undefined, own: undefined },
      trustDomain: "nexus.local",
      region: undefined,
      confirmations: undefined,
      logLevel: "info",
      collector: undefined,
      webhook: undefined,
      audits: undefined,
      mostBond: undefined,
    });
  });

  it("take no user and password in addresses that fetch is handed", () => {
    const names = ["NEXUS_IPFS_GATEWAY", "OTEL_EXPORTER_OTLP_ENDPOINT", "NEXUS_WEBHOOK_URL"];
    const secretFile = { NEXUS_WEBHOOK_SECRET_FILE: "/secret" };
    const wrong = Object.fromEntries(names.map((name) => [name, "https://one:secret@host.example/path"]));
    expect(faultsOf({ ...COMPLETE, ...secretFile, ...wrong })).to.deep.equal(
      names.map((name) => `${name} must not hold a user or a password`),
    );
  });

  it("say what audits and disputes may cost, in whole NXS", () => {
    const audits = { NEXUS_AUDIT_SECONDS: "86400" };
    const NXS = 10n ** 18n;
    expect(readSettings({ ...COMPLETE, ...audits })).to.deep.include({
      audits: { everySeconds: 86_400, daily: 10, reward: 0n },
      mostBond: undefined,
    });
    const all = { NEXUS_AUDIT_DAILY: "3", NEXUS_AUDIT_REWARD: "30", NEXUS_DISPUTE_BOND: "1000" };
    expect(readSettings({ ...COMPLETE, ...audits, ...all })).to.deep.include({
      audits: { everySeconds: 86_400, daily: 3, reward: 30n * NXS },
      mostBond: 1_000n * NXS,
    });
    const wrong = { NEXUS_AUDIT_SECONDS: "9", NEXUS_AUDIT_REWARD: "-1", NEXUS_DISPUTE_BOND: "much" };
    expect(faultsOf({ ...COMPLETE, ...wrong })).to.deep.equal([
      "NEXUS_AUDIT_SECONDS must be a number of seconds from 10",
      "NEXUS_AUDIT_REWARD must be a whole number of NXS from 0",
      "NEXUS_DISPUTE_BOND must be a whole number of NXS from 1",
    ]);
  });

  it("take every optional value", () => {
    const { NEXUS_EXECUTOR_KEY: _, ...rest } = COMPLETE;
    const settings = readSettings({
      ...rest,
      NEXUS_CHAIN_ID: "31337",
      NEXUS_DEPLOYMENT: "/deployment.json",
      NEXUS_EXECUTOR_KEYSTORE: "/key.json",
      NEXUS_PASSPHRASE_FILE: "/passphrase",
      NEXUS_HTTP_PORT: "8601",
      NEXUS_KEEPER: "true",
      NEXUS_KEEPER_DAILY: "0.25",
      NEXUS_WALLS: "process,bwrap",
      NEXUS_CONFIRMATIONS: "3",
      NEXUS_POLICY: "/policy.json",
      NEXUS_POLICY_SIGNER: `0x${"0a".repeat(20)}`,
      NEXUS_OWN_POLICY: "/own.json",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
      NEXUS_WEBHOOK_URL: "https://example.org/notices",
      NEXUS_WEBHOOK_SECRET_FILE: "/webhook-secret",
      NEXUS_TRUST_DOMAIN: "executors.example",
      NEXUS_REGION: "BR",
    });
    expect(settings).to.deep.include({
      chainId: 31_337,
      deploymentFile: "/deployment.json",
      key: { kind: "keystore", path: "/key.json", passphrase: { kind: "file", path: "/passphrase" } },
      httpPort: 8_601,
      keeper: true,
      keeperDailyWei: 25n * 10n ** 16n,
      walls: ["process", "bwrap"],
      confirmations: 3,
      policy: { common: { path: "/policy.json", signer: `0x${"0a".repeat(20)}` }, own: "/own.json" },
      collector: "http://127.0.0.1:4318",
      webhook: { url: "https://example.org/notices", secretFile: "/webhook-secret" },
      trustDomain: "executors.example",
      region: "BR",
    });
  });

  it("name a keystore with a passphrase from a variable or from whoever sits there, or a remote signer", () => {
    const keyOf = (change: NodeJS.ProcessEnv) => readSettings({ ...COMPLETE, ...change }).key;
    const keystore = { kind: "keystore", path: "/key.json" };
    const text = { kind: "text", text: "secret" };
    expect(keyOf({ ...KEYSTORE, NEXUS_PASSPHRASE: "secret" })).to.deep.equal({
      ...keystore,
      passphrase: text,
    });
    expect(keyOf(KEYSTORE)).to.deep.equal({ ...keystore, passphrase: { kind: "prompt" } });
    const remote = { kind: "remote", url: "https://signer.example", address: ADDRESS };
    expect(keyOf(SIGNER)).to.deep.equal({ ...remote, tokenFile: undefined });
    const local = { ...SIGNER, NEXUS_EXECUTOR_SIGNER: "http://127.0.0.1:9000" };
    expect(keyOf({ ...local, NEXUS_EXECUTOR_SIGNER_TOKEN_FILE: "/token" })).to.deep.equal({
      ...remote,
      url: "http://127.0.0.1:9000",
      tokenFile: "/token",
    });
  });

  it("name everything that is missing at once", () => {
    expect(faultsOf({})).to.deep.equal([
      "NEXUS_RPC_URL is missing",
      "DATABASE_URL is missing",
      "NEXUS_IPFS_GATEWAY is missing",
      "NEXUS_CONTENT_DIRECTORY is missing",
      "NEXUS_CACHE_DIRECTORY is missing",
      "NEXUS_EXECUTOR_KEYSTORE is missing; name the executor's keystore file, or a remote signer in NEXUS_EXECUTOR_SIGNER (or, on the development chain, set NEXUS_EXECUTOR_KEY)",
    ]);
  });

  const wrong = [
    [
      { NEXUS_WEBHOOK_URL: "https://example.org" },
      "NEXUS_WEBHOOK_URL and NEXUS_WEBHOOK_SECRET_FILE go together: set both or neither",
    ],
    [{ NEXUS_RPC_URL: "ftp://x" }, "NEXUS_RPC_URL must be an address that starts with http:// or https://"],
    [
      { DATABASE_URL: "nowhere" },
      "DATABASE_URL must be an address that starts with postgres:// or postgresql://",
    ],
    [{ NEXUS_CHAIN_ID: "0" }, "NEXUS_CHAIN_ID must be above 0"],
    [{ NEXUS_HTTP_PORT: "65536" }, "NEXUS_HTTP_PORT must be a port number from 0 to 65535"],
    [{ NEXUS_HTTP_PORT: "many" }, "NEXUS_HTTP_PORT must be a port number from 0 to 65535"],
    [{ NEXUS_KEEPER: "yes" }, "NEXUS_KEEPER must be true or false"],
    [{ NEXUS_KEEPER_DAILY: "-1" }, "NEXUS_KEEPER_DAILY must be an amount of the chain's coin, such as 0.1"],
    [{ NEXUS_WALLS: "process,moat" }, "NEXUS_WALLS must be a list of process, bwrap, gvisor"],
    [{ NEXUS_WALLS: "bwrap" }, 'NEXUS_WALLS must name "process", which always stands'],
    [
      { NEXUS_EXECUTOR_KEYSTORE: "/key.json" },
      "NEXUS_EXECUTOR_KEY and NEXUS_EXECUTOR_KEYSTORE are both set; keep one of them",
    ],
    [
      { ...KEYSTORE, NEXUS_PASSPHRASE_FILE: "/passphrase", NEXUS_PASSPHRASE: "secret" },
      "NEXUS_PASSPHRASE_FILE and NEXUS_PASSPHRASE are both set; keep one of them",
    ],
    [
      { ...SIGNER, NEXUS_EXECUTOR_ADDRESS: undefined },
      "NEXUS_EXECUTOR_ADDRESS is missing; name the account that the remote signer signs as",
    ],
    [
      { ...SIGNER, NEXUS_EXECUTOR_ADDRESS: "0x12" },
      "NEXUS_EXECUTOR_ADDRESS must be an account's address (0x and 40 hex digits)",
    ],
    [
      { ...SIGNER, NEXUS_EXECUTOR_SIGNER: "http://signer.example:9000" },
      "NEXUS_EXECUTOR_SIGNER must start with https:// (http:// is for a signer on this machine only)",
    ],
    [
      { ...SIGNER, NEXUS_EXECUTOR_SIGNER: "https://me:secret@signer.example" },
      "NEXUS_EXECUTOR_SIGNER must not hold a password; put a token into the file of NEXUS_EXECUTOR_SIGNER_TOKEN_FILE",
    ],
    [
      { ...SIGNER, NEXUS_EXECUTOR_SIGNER: "signer" },
      "NEXUS_EXECUTOR_SIGNER must be the address of a signer's JSON-RPC, such as https://…",
    ],
    [{ NEXUS_REGION: "Brazil" }, "NEXUS_REGION must be a country's code such as BR (ISO 3166-1)"],
    [
      { NEXUS_TRUST_DOMAIN: "Nexus!" },
      "NEXUS_TRUST_DOMAIN must be a SPIFFE trust domain of a-z, 0-9, dots, dashes and underscores",
    ],
    [
      { NEXUS_POLICY: "/policy.json" },
      "NEXUS_POLICY_SIGNER is missing; name the account whose signature NEXUS_POLICY must have",
    ],
    [
      { NEXUS_POLICY_SIGNER: `0x${"0a".repeat(20)}` },
      "NEXUS_POLICY is missing; name the signed policy's file, or leave NEXUS_POLICY_SIGNER away",
    ],
    [
      { NEXUS_POLICY: "/policy.json", NEXUS_POLICY_SIGNER: "deployer" },
      "NEXUS_POLICY_SIGNER must be an account's address (0x and 40 hex digits)",
    ],
  ] as const;
  for (const [change, fault] of wrong) {
    it(`refuse: ${fault}`, () => {
      expect(faultsOf({ ...COMPLETE, ...change })).to.deep.equal([fault]);
    });
  }

  it("never repeat a key in a fault", () => {
    const faults = faultsOf({ ...COMPLETE, NEXUS_EXECUTOR_KEY: "0x1234secret" });
    expect(faults).to.deep.equal(["NEXUS_EXECUTOR_KEY must be 0x and 64 hex digits"]);
  });
});
