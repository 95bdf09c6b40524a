import { access } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { EmbeddedContentStore, GatewayContentReader } from "@nexus/content";
import { type Deployment, deployments } from "@nexus/protocol";
import type { LocalAccount } from "viem/accounts";
import { developmentAccount } from "./accounts.ts";
import { chainIdOf, createClient, type NexusClient } from "./client.ts";
import { LayeredContentStore } from "./content-store.ts";
import { DeploymentMissingError, IndexMissingError, UsageError } from "./errors.ts";
import { readDeployment, readStack, type StackFile } from "./files.ts";
import { openKeystore } from "./keystore.ts";
import { type Currency, describe, toJson } from "./output.ts";
import { askPassphrase, type Terminal } from "./terminal.ts";

/** The options that every command takes. */
export interface GlobalOptions {
  readonly rpcUrl?: string;
  readonly gateway?: string;
  readonly index?: string;
  readonly contentDirectory?: string;
  readonly deployment?: string;
  readonly account?: string;
  readonly keystore?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** What one command works with. */
export interface Context {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  /** Where the node is. */
  rpcUrl(): Promise<string>;
  /** The running local stack, if this folder has one and the options don't name another node. */
  stack(): Promise<StackFile | undefined>;
  /** Where the index is. Throws `IndexMissingError`. */
  index(): Promise<string>;
  /** A client for the node, signing as the account that was named, if any. */
  client(): Promise<NexusClient>;
  /** A path as the person meant it. */
  path(name: string): string;
  /** Prints a result: as JSON with --json, else a headline and its fields. */
  print(result: unknown, headline?: string, currency?: Currency): void;
}

const DEFAULT_RPC_URL = "http://127.0.0.1:8545";
const STACK_FILE = join(".nexus", "local", "stack.json");

async function findUpwards(directory: string, name: string): Promise<string | undefined> {
  const path = join(directory, name);
  const found = await access(path).then(
    () => true,
    () => false,
  );
  if (found) return path;
  const parent = dirname(directory);
  return parent === directory ? undefined : findUpwards(parent, name);
}

async function stackOf({ cwd }: Terminal, { rpcUrl }: GlobalOptions): Promise<StackFile | undefined> {
  const path = await findUpwards(cwd, STACK_FILE);
  const stack = path === undefined ? undefined : await readStack(path);
  return rpcUrl === undefined || rpcUrl === stack?.rpcUrl ? stack : undefined;
}

async function accountOf(
  terminal: Terminal,
  options: GlobalOptions,
  chainId: number,
): Promise<LocalAccount | undefined> {
  const { account, keystore } = options;
  if (account !== undefined && keystore !== undefined) {
    throw new UsageError({ rule: "--account and --keystore both name a signer: keep one of them." });
  }
  if (account !== undefined) return developmentAccount(account, chainId);
  if (keystore === undefined) return undefined;
  return openKeystore(resolve(terminal.cwd, keystore), (question) => askPassphrase(terminal, question));
}

async function deploymentOf(
  { cwd }: Terminal,
  path: string | undefined,
  chainId: number,
): Promise<Deployment> {
  const deployment = path === undefined ? deployments[chainId] : await readDeployment(resolve(cwd, path));
  if (deployment === undefined) throw new DeploymentMissingError({ chainId });
  return deployment;
}

function contentOf(
  { cwd }: Terminal,
  options: GlobalOptions,
  stack: StackFile | undefined,
): LayeredContentStore {
  const directory =
    options.contentDirectory === undefined ? stack?.contentDirectory : resolve(cwd, options.contentDirectory);
  const gateway = options.gateway ?? stack?.gateway;
  return new LayeredContentStore({
    own: directory === undefined ? undefined : new EmbeddedContentStore({ directory }),
    remote: gateway === undefined ? undefined : new GatewayContentReader({ url: gateway }),
  });
}

/** What a command works with, from the options that people gave and the local stack's own description. */
export function createContext(terminal: Terminal, options: GlobalOptions): Context {
  const stack = () => stackOf(terminal, options);
  const rpcUrl = async () => options.rpcUrl ?? (await stack())?.rpcUrl ?? DEFAULT_RPC_URL;
  const index = async () => {
    const url = options.index ?? (await stack())?.index;
    if (!url) throw new IndexMissingError();
    return url;
  };
  const client = async () => {
    const node = await rpcUrl();
    const chainId = await chainIdOf(node);
    const account = await accountOf(terminal, options, chainId);
    const deployment = await deploymentOf(terminal, options.deployment, chainId);
    const content = contentOf(terminal, options, await stack());
    return createClient({ rpcUrl: node, ...(account && { account }), content, deployment });
  };
  const print = (result: unknown, headline?: string, currency?: Currency) => {
    if (options.json) return terminal.out(toJson(result));
    if (headline !== undefined) terminal.out(headline);
    for (const line of describe(result, currency)) terminal.out(headline === undefined ? line : `  ${line}`);
  };
  const path = (name: string) => resolve(terminal.cwd, name);
  return { terminal, options, rpcUrl, stack, index, client, path, print };
}
