import { parseEther } from "viem";
import { z } from "zod";
import { type KeySource, keyFaults, keySourceOf } from "./chain/key-source.ts";
import type { AuditRules } from "./core/audits.ts";
import { InvalidSettingsError } from "./errors.ts";
import type { PolicySource } from "./policy.ts";
import { WALL_NAMES, type WallName } from "./sandbox/walls.ts";

/** Everything the executor is told from outside. */
export type Settings = {
  readonly rpcUrl: string;
  /** Undefined: the one the node answers with. */
  readonly chainId: number | undefined;
  /** Path of a deployment file; undefined: the deployment that the protocol knows for the chain. */
  readonly deploymentFile: string | undefined;
  readonly databaseUrl: string;
  readonly gateway: string;
  readonly contentDirectory: string;
  readonly cacheDirectory: string;
  readonly key: KeySource;
  readonly httpPort: number;
  readonly keeper: boolean;
  /** What keeping may cost in 24 hours, in wei. */
  readonly keeperDailyWei: bigint;
  readonly walls: readonly WallName[];
  readonly policy: PolicySource;
  /** SPIFFE trust domain of the identities of runs. */
  readonly trustDomain: string;
  /** Country's code where this executor runs, as receipts state it; undefined: they state none. */
  readonly region: string | undefined;
  /** Undefined: as the chain's parameters say. */
  readonly confirmations: number | undefined;
  readonly logLevel: LogLevel;
  /** Base URL of an OpenTelemetry collector (OTLP over HTTP); undefined: no traces. */
  readonly collector: string | undefined;
  /** Where notices go; undefined: nowhere but the log. */
  readonly webhook: { readonly url: string; readonly secretFile: string } | undefined;
  /** How certified versions are audited again; undefined: this executor doesn't ask for that. */
  readonly audits: AuditRules | undefined;
  /** Most NXS (smallest unit) that disputing a certificate may cost; undefined: none is disputed. */
  readonly mostBond: bigint | undefined;
};

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

const text = z.string({ error: "is missing" }).min(1, "is empty");

function address(...schemes: string[]) {
  const message = `must be an address that starts with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}`;
  return text.refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), message);
}

/** A web address without a user and password, which fetch refuses, repeating them. */
function webAddress() {
  const message = "must not hold a user or a password";
  const isBare = (value: string) => {
    if (!URL.canParse(value)) return true;
    const { username, password } = new URL(value);
    return username === "" && password === "";
  };
  return address("http:", "https:").refine(isBare, message);
}

const wholeNumber = (what: string, least: number) => {
  const message = `must be ${what} from ${least}`;
  return z.coerce.number(message).int(message).min(least, message);
};

const shape = z.object({
  NEXUS_RPC_URL: address("http:", "https:"),
  NEXUS_CHAIN_ID: z.coerce.number().int("must be a whole number").positive("must be above 0").optional(),
  NEXUS_DEPLOYMENT: text.optional(),
  DATABASE_URL: address("postgres:", "postgresql:"),
  NEXUS_IPFS_GATEWAY: webAddress(),
  NEXUS_CONTENT_DIRECTORY: text,
  NEXUS_CACHE_DIRECTORY: text,
  NEXUS_EXECUTOR_KEY: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/, "must be 0x and 64 hex digits")
    .optional(),
  NEXUS_EXECUTOR_KEYSTORE: text.optional(),
  NEXUS_PASSPHRASE_FILE: text.optional(),
  NEXUS_EXECUTOR_SIGNER_TOKEN_FILE: text.optional(),
  NEXUS_HTTP_PORT: z.coerce
    .number("must be a port number from 0 to 65535")
    .int("must be a port number from 0 to 65535")
    .min(0, "must be a port number from 0 to 65535")
    .max(65_535, "must be a port number from 0 to 65535")
    .default(0),
  NEXUS_KEEPER: z.enum(["true", "false"], "must be true or false").default("false"),
  NEXUS_KEEPER_DAILY: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,18})?$/, "must be an amount of the chain's coin, such as 0.1")
    .default("0.1")
    .transform((coins) => parseEther(coins)),
  NEXUS_WALLS: z
    .string()
    .default("process")
    .transform((value) => value.split(",").map((wall) => wall.trim()))
    .pipe(z.array(z.enum(WALL_NAMES, `must be a list of ${WALL_NAMES.join(", ")}`)))
    .refine((walls) => walls.includes("process"), 'must name "process", which always stands'),
  NEXUS_POLICY: text.optional(),
  NEXUS_POLICY_SIGNER: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, "must be an account's address (0x and 40 hex digits)")
    .optional(),
  NEXUS_OWN_POLICY: text.optional(),
  NEXUS_TRUST_DOMAIN: z
    .string()
    .regex(/^[a-z0-9._-]{1,255}$/, "must be a SPIFFE trust domain of a-z, 0-9, dots, dashes and underscores")
    .default("nexus.local"),
  NEXUS_REGION: z
    .string()
    .regex(/^[A-Z]{2}$/, "must be a country's code such as BR (ISO 3166-1)")
    .optional(),
  NEXUS_CONFIRMATIONS: z.coerce.number("must be a number of blocks").int().min(0).max(10_000).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress().optional(),
  NEXUS_WEBHOOK_URL: webAddress().optional(),
  NEXUS_WEBHOOK_SECRET_FILE: text.optional(),
  NEXUS_AUDIT_SECONDS: wholeNumber("a number of seconds", 10).optional(),
  NEXUS_AUDIT_DAILY: wholeNumber("a number of audits", 1).default(10),
  NEXUS_AUDIT_REWARD: wholeNumber("a whole number of NXS", 0).default(0),
  NEXUS_DISPUTE_BOND: wholeNumber("a whole number of NXS", 1).optional(),
  NEXUS_LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
});

type Shape = z.infer<typeof shape>;

/** Reads the settings. @throws InvalidSettingsError with every fault at once; no value of a secret is repeated */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const parsed = shape.safeParse(environment);
  const faults = parsed.success ? [] : parsed.error.issues.map(faultOf);
  const all = [
    ...faults,
    ...keyFaults(environment),
    ...policyFaults(environment),
    ...webhookFaults(environment),
  ];
  if (!parsed.success || all.length > 0) throw new InvalidSettingsError({ faults: all });
  return settingsOf(parsed.data, keySourceOf(environment));
}

function faultOf({ path, message }: z.core.$ZodIssue): string {
  return `${String(path[0])} ${message}`;
}

function policyFaults({ NEXUS_POLICY: path, NEXUS_POLICY_SIGNER: signer }: NodeJS.ProcessEnv): string[] {
  if (path !== undefined && signer === undefined)
    return ["NEXUS_POLICY_SIGNER is missing; name the account whose signature NEXUS_POLICY must have"];
  if (path === undefined && signer !== undefined)
    return ["NEXUS_POLICY is missing; name the signed policy's file, or leave NEXUS_POLICY_SIGNER away"];
  return [];
}

function webhookFaults({
  NEXUS_WEBHOOK_URL: url,
  NEXUS_WEBHOOK_SECRET_FILE: secret,
}: NodeJS.ProcessEnv): string[] {
  if ((url === undefined) === (secret === undefined)) return [];
  return ["NEXUS_WEBHOOK_URL and NEXUS_WEBHOOK_SECRET_FILE go together: set both or neither"];
}

function settingsOf(values: Shape, key: KeySource): Settings {
  return {
    rpcUrl: values.NEXUS_RPC_URL,
    chainId: values.NEXUS_CHAIN_ID,
    deploymentFile: values.NEXUS_DEPLOYMENT,
    databaseUrl: values.DATABASE_URL,
    gateway: values.NEXUS_IPFS_GATEWAY,
    contentDirectory: values.NEXUS_CONTENT_DIRECTORY,
    cacheDirectory: values.NEXUS_CACHE_DIRECTORY,
    key,
    httpPort: values.NEXUS_HTTP_PORT,
    keeper: values.NEXUS_KEEPER === "true",
    keeperDailyWei: values.NEXUS_KEEPER_DAILY,
    walls: values.NEXUS_WALLS,
    policy: policySourceOf(values),
    trustDomain: values.NEXUS_TRUST_DOMAIN,
    region: values.NEXUS_REGION,
    confirmations: values.NEXUS_CONFIRMATIONS,
    logLevel: values.NEXUS_LOG_LEVEL,
    collector: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    webhook: webhookOf(values),
    audits: auditsOf(values),
    mostBond: values.NEXUS_DISPUTE_BOND === undefined ? undefined : inNxs(values.NEXUS_DISPUTE_BOND),
  };
}

const inNxs = (whole: number) => BigInt(whole) * 10n ** 18n;

function auditsOf(values: Shape): AuditRules | undefined {
  const { NEXUS_AUDIT_SECONDS: everySeconds, NEXUS_AUDIT_DAILY: daily, NEXUS_AUDIT_REWARD: reward } = values;
  return everySeconds === undefined ? undefined : { everySeconds, daily, reward: inNxs(reward) };
}

function webhookOf({ NEXUS_WEBHOOK_URL: url, NEXUS_WEBHOOK_SECRET_FILE: secretFile }: Shape) {
  return url === undefined || secretFile === undefined ? undefined : { url, secretFile };
}

function policySourceOf(values: Shape): PolicySource {
  const { NEXUS_POLICY: path, NEXUS_POLICY_SIGNER: signer, NEXUS_OWN_POLICY: own } = values;
  const common =
    path === undefined || signer === undefined ? undefined : { path, signer: signer as `0x${string}` };
  return { common, own };
}
