import { randomBytes } from "node:crypto";
import { EmbeddedContentStore, GatewayContentReader } from "@nexus/content";
import { parametersFor, policyBytes } from "@nexus/protocol";
import { toHex } from "viem";
import type { LocalAccount } from "viem/accounts";
import type { ChainAccess } from "./chain/client.ts";
import { chainReads } from "./chain/reads.ts";
import { rpcRegistry } from "./chain/registry.ts";
import { registryAtHead } from "./chain/registry-at-head.ts";
import { receiptSigner } from "./chain/signer.ts";
import type { Settings } from "./config.ts";
import { digestContent } from "./content/content.ts";
import { keptContent } from "./content/kept.ts";
import type { PerformPorts } from "./core/perform.ts";
import type { ReceiptStore } from "./core/ports.ts";
import { openCallGuard } from "./identity/call-guard.ts";
import { localIssuer } from "./identity/local-issuer.ts";
import { openPolicies } from "./policy.ts";
import { PASSES, transpilerVersion } from "./sandbox/tools.ts";
import type { WasmSandbox } from "./sandbox/wasm-sandbox.ts";

/** Manifests, components and inputs that stay in memory. */
const KEPT_BYTES = 32 * 1024 * 1024;

export type PerformingParts = {
  readonly settings: Settings;
  readonly access: ChainAccess;
  readonly account: LocalAccount;
  readonly sandbox: WasmSandbox;
  readonly receipts: ReceiptStore;
};

/**
 * Everything that performing a task needs: policies, which are put on IPFS for readers of receipts, an issuer of identities, the
 * content store and the signer.
 * @throws PolicyFileError
 */
export async function openPerforming(parts: PerformingParts): Promise<PerformPorts> {
  const { settings, access, account, sandbox, receipts } = parts;
  const { chainId, contracts } = access.deployment;
  const policies = await openPolicies(settings.policy, access);
  const content = keptContent(
    digestContent(
      new GatewayContentReader({ url: settings.gateway }),
      new EmbeddedContentStore({ directory: settings.contentDirectory }),
    ),
    KEPT_BYTES,
  );
  await content.add(policyBytes(policies.common));
  const { trustDomain } = settings;
  const audience = `spiffe://${trustDomain}/broker`;
  const identities = await localIssuer({ trustDomain, audience, nowMs: Date.now });
  return {
    registryAt: registryAtHead(() => access.client.getBlock(), rpcRegistry(access)),
    reads: chainReads(access.client),
    content,
    sandbox,
    policy: { ...policies, most: parametersFor(chainId).limits },
    identities,
    guardOf: async (identity) =>
      openCallGuard({
        svid: await identity.svid(),
        jwks: await identities.jwks(),
        audience,
        trustDomain,
        nowMs: Date.now,
      }),
    signer: receiptSigner(account, { chainId, verifyingContract: contracts.ResultConsensus }),
    walls: sandbox.walls.toReversed(),
    tools: { jco: await transpilerVersion(), passes: PASSES },
    region: settings.region ?? null,
    previousReceipt: () => receipts.newestReceipt(),
    salt: () => toHex(randomBytes(32)),
    nowMs: Date.now,
  };
}
