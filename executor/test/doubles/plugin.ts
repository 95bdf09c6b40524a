import { type ContentStore, MemoryContentStore } from "@nexus/content";
import {
  cidOfDigest as cidOf,
  clauseUuidOf,
  DEFAULT_POLICY,
  leadingClauseIdOf,
  type Manifest,
  manifestBytes,
  RUN_LIMITS,
  sha256Digest,
  validateManifest,
} from "@nexus/protocol";
import { privateKeyToAccount } from "viem/accounts";
import { receiptSigner } from "../../src/chain/signer.ts";
import { digestContent } from "../../src/content/content.ts";
import type { PerformPorts } from "../../src/core/perform.ts";
import type { RegistryReader } from "../../src/core/ports.ts";
import { openCallGuard } from "../../src/identity/call-guard.ts";
import { localIssuer } from "../../src/identity/local-issuer.ts";
import type { RunRequest, Sandbox } from "../../src/sandbox/sandbox.ts";
import { hashOf, MemoryBlocks } from "./chain.ts";

export const BOARD = "0x00000000000000000000000000000000000000b0";
export const CONSENSUS = "0x00000000000000000000000000000000000000c0";

const bytesOf = (text: string) => new TextEncoder().encode(text);

export const COMPONENT = bytesOf("a component");
export const INPUT = bytesOf('{"rain":100}');
export const OUTPUT = bytesOf("an output");
export const USAGE = {
  wallMs: 1.5,
  cpuMs: 1,
  steps: 1_000,
  peakMemoryBytes: 65_536,
  hostCalls: 0,
  deniedCalls: 0,
  logBytes: 0,
  outputBytes: 9,
};

type Outcome = Awaited<ReturnType<Sandbox["run"]>>;
export const OK: Outcome = { status: "ok", signal: "trigger", output: OUTPUT, logs: [], usage: USAGE };

/** A sandbox that answers as it is told and remembers what it was asked. */
export class MemorySandbox implements Sandbox {
  readonly requests: RunRequest[] = [];
  outcome: (request: RunRequest) => Outcome = () => OK;

  async prepare(component: Uint8Array) {
    return { digest: sha256Digest(component), key: "key", memoryBytes: 0, source: component, modules: [] };
  }

  async run(_: unknown, request: RunRequest): Promise<Outcome> {
    this.requests.push(request);
    return this.outcome(request);
  }

  async close(): Promise<void> {}
}

export function manifestOf(changes: Partial<Manifest> = {}): Manifest {
  const digest = sha256Digest(COMPONENT);
  const clause = { standard: "NSF 1", reference: "A-1" };
  return validateManifest({
    manifestVersion: "1",
    name: "test-plugin",
    version: "1.0.0",
    pluginClass: "clause-validator",
    description: { en: "A plugin for tests." },
    domains: ["drf"],
    artifacts: [
      {
        name: "plugin.wasm",
        mediaType: "application/wasm",
        size: COMPONENT.length,
        digest,
        cid: cidOf(digest),
      },
    ],
    entry: { artifact: "plugin.wasm", witPackage: "nexus:plugin@0.1.0", witWorld: "base" },
    capabilities: [{ name: "log", scope: [] }],
    limits: { memoryBytes: 8_388_608, wallMs: 2_000, cpuMs: 1_000, outputBytes: 4_096 },
    licence: { spdx: "Apache-2.0", tier: "public-good" },
    ontology: [],
    risk: [],
    clauses: [{ ...clause, uuid: clauseUuidOf(clause), digest: hashOf("clause"), mode: "executable" }],
    sdg: [],
    authors: ["eip155:31337:0x0000000000000000000000000000000000000001"],
    source: { repository: "https://plugins.example/r", commit: "6f8865b072bbd786c2cfc6991ba52e5bd6bc53fe" },
    provenance: null,
    sbom: null,
    audit: {
      vectors: [
        {
          name: "one",
          input: { digest: sha256Digest(INPUT), size: INPUT.length },
          expected: { signal: "TRIGGER", outputDigest: sha256Digest(OUTPUT) },
        },
      ],
      seeded: 2,
    },
    previous: null,
    ...changes,
  });
}

/** A chain on which the version is published, certified and bound, and whatever a test changes about that. */
export async function performingParts(changes: Partial<Manifest> = {}) {
  const manifest = manifestOf(changes);
  const blocks = new MemoryBlocks();
  const sandbox = new MemorySandbox();
  const store: ContentStore = new MemoryContentStore();
  for (const bytes of [manifestBytes(manifest), COMPONENT, INPUT]) await store.add(bytes);
  const content = {
    manifestDigest: sha256Digest(manifestBytes(manifest)),
    artifactDigest: sha256Digest(COMPONENT),
    clauseId: leadingClauseIdOf(manifest),
    module: CONSENSUS,
  } as const;
  const registry: RegistryReader = {
    chainId: 31_337,
    consensus: CONSENSUS,
    board: BOARD,
    isActive: async () => true,
    certificationStatus: async () => "Valid",
    approvalOf: async () => ({ contract: BOARD, proposal: "7" }),
    bindingOf: async () => "Executable",
    publishedVersion: async () => ({ pluginId: hashOf("plugin"), content, yanked: false }),
    blockByHash: (hash) => blocks.blockByHash(hash),
  };
  const account = privateKeyToAccount(hashOf("key"));
  let now = 1_000;
  const identities = await localIssuer({ trustDomain: "test", audience: "broker", nowMs: () => now });
  const ports: PerformPorts = {
    registryAt: async () => registry,
    reads: () => Promise.reject(new Error("this test has no contracts")),
    content: digestContent(store, store),
    sandbox,
    policy: { common: DEFAULT_POLICY, most: RUN_LIMITS },
    identities,
    guardOf: async (identity) =>
      openCallGuard({
        svid: await identity.svid(),
        jwks: await identities.jwks(),
        audience: "broker",
        trustDomain: "test",
        nowMs: () => now,
      }),
    signer: receiptSigner(account, { chainId: 31_337, verifyingContract: CONSENSUS }),
    walls: ["process"],
    tools: { jco: "1.0.0", passes: "2" },
    region: "BR",
    previousReceipt: async () => null,
    salt: () => hashOf("salt"),
    nowMs: () => {
      now += 5;
      return now;
    },
  };
  return { ports, registry, blocks, sandbox, store, manifest, content, account };
}
