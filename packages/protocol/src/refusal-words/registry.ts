import type { RefusalWords } from "../refusals.ts";
import { formatSemVer } from "../semver.ts";
import { when } from "./values.ts";

/** Refusals about plugins, versions and clauses. */
export const REGISTRY_REFUSALS = {
  PluginRegistryInvalidName: ({ name }) =>
    `The name "${name}" can't be registered: use 3 to 64 characters of a-z, 0-9 and single hyphens inside.`,
  PluginRegistryNameTaken: ({ name }) => `The name "${name}" is taken: choose another.`,
  PluginRegistryUnknownPlugin: ({ pluginId }) => `No plugin has the id ${pluginId}: register its name first.`,
  PluginRegistryUnknownVersion: ({ versionId }) => `No version has the id ${versionId}: publish it first.`,
  PluginRegistryNotOwner: ({ account, owner }) =>
    `${account} doesn't own this plugin, ${owner} does: sign with the owner's account.`,
  PluginRegistryNotPendingOwner: ({ account, pendingOwner }) =>
    `${account} wasn't offered this plugin, ${pendingOwner} was: sign with that account.`,
  PluginRegistryVersionNotAfter: ({ version, latest }) =>
    `Version ${formatSemVer(version)} isn't after ${formatSemVer(latest)}, the latest of its major line: raise it.`,
  PluginRegistryArtifactTaken: ({ artifactDigest, pluginId }) =>
    `The artifact ${artifactDigest} already belongs to your plugin ${pluginId}: build a different one, or publish under that name.`,
  PluginRegistryInvalidDomains: ({ domains }) =>
    `The domain mask ${domains} has bits that aren't domains, or none: name drf, drr, health or esg.`,
  PluginRegistryEmptyDigest: ({ field }) => `The release's ${field} is empty: give a sha2-256 digest.`,
  PluginRegistryExpiredSignature: ({ deadline }) =>
    `The release's signature ran out at ${when(deadline)}: sign it again.`,
  PluginRegistryInvalidSignature: ({ publisher }) =>
    `The signature isn't that of ${publisher} over this release: a field was changed after signing, or another key signed. Sign it again.`,
  PluginRegistryContentMismatch: ({ versionId }) =>
    `The digests given aren't those that the publisher of ${versionId} signed: read them from its VersionPublished log.`,
  PluginRegistryAlreadyYanked: ({ versionId }) => `Version ${versionId} is withdrawn already.`,
  ClauseRegistryClauseExists: ({ clauseId }) => `Clause ${clauseId} is registered already.`,
  ClauseRegistryUnknownClause: ({ clauseId }) =>
    `No clause has the id ${clauseId}: a clause steward registers it first.`,
  ClauseRegistryInvalidDomains: ({ domains }) =>
    `The clause's domain mask ${domains} has bits that aren't domains, or none: name drf, drr, health or esg.`,
  ClauseRegistrySourceNotAuthorized: ({ clauseId, source }) =>
    `${source} isn't an authorised event source of clause ${clauseId}: see "nexus clause show" for those that are.`,
  ClauseRegistryExpiredSignature: ({ deadline }) =>
    `The event's signature ran out at ${when(deadline)}: have it signed again.`,
  ClauseRegistryInvalidSignature: ({ source }) =>
    `The signature isn't that of ${source} over this event: it was changed after signing, or another key signed. Have it signed again.`,
  ClauseRegistryEventInFuture: ({ occurredAt }) =>
    `The event happens at ${when(occurredAt)}, after the chain's present: wait, or correct its time.`,
} satisfies Partial<RefusalWords>;
