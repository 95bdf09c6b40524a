import { RegistryKind } from "../generated/enums.gen.ts";
import type { RefusalWords } from "../refusals.ts";
import { statusWord, when } from "./values.ts";

/** Refusals about certifications, modules, credentials and registries of others. */
export const CERTIFICATION_REFUSALS = {
  CertificationRegistryAlreadyAttested: ({ versionId, attester }) =>
    `${attester} has certified ${versionId} already.`,
  CertificationRegistryUnknown: ({ versionId, attester }) => `${attester} never certified ${versionId}.`,
  CertificationRegistryInvalidExpiry: ({ expiresAt }) =>
    `A certification can't expire at ${when(expiresAt)}: choose a later time.`,
  CertificationRegistryNotLengthened: ({ current, expiresAt }) =>
    `The certification is valid until ${when(current)}; a renewal until ${when(expiresAt)} wouldn't lengthen it. Choose a later end.`,
  CertificationRegistryBeyondHome: ({ expiresAt, homeExpiresAt }) =>
    `A mirror can't last until ${when(expiresAt)}: its home's certification ends at ${when(homeExpiresAt)}. Choose an earlier end.`,
  CertificationRegistryMirrorOfMirror: ({ versionId, home }) =>
    `What ${home} says about ${versionId} refers to another attester itself: refer to that one.`,
  CertificationRegistryInvalidSuccessor: ({ versionId, previousVersionId }) =>
    `${versionId} can't succeed ${previousVersionId}: each has one successor and one predecessor at most, and not itself.`,
  CertificationRegistryNotExpired: ({ versionId, status }) =>
    `The certification of ${versionId} isn't expired (${statusWord(status)}).`,
  CertificationRegistryInvalidSuspension: ({ until }) =>
    `A certification can't be suspended until ${when(until)}: choose a later time.`,
  CertificationRegistryAlreadyRevoked: ({ versionId }) =>
    `The certification of ${versionId} is revoked for ever.`,
  CertificationRegistryNotValid: ({ versionId, status }) =>
    `Version ${versionId} isn't certified (${statusWord(status)}): have it reviewed first ("nexus review submit").`,
  CertificationRegistryThresholdNotMet: ({ versionId, valid, threshold }) =>
    `${valid} of the attesters certify ${versionId}, and ${threshold} must.`,
  CertificationRegistryInvalidThreshold: ({ threshold, attesters }) =>
    `A threshold of ${threshold} doesn't fit ${attesters} attesters: choose from 1 to ${attesters}.`,
  CertificationRegistryUnsortedAttesters: ({ previous, next }) =>
    `Attesters must ascend, and ${next} follows ${previous}.`,
  CertificationRegistryTooManyAttesters: ({ attesters, maximum }) =>
    `${attesters} attesters are too many: name at most ${maximum}.`,
  ModuleRegistryNoCode: ({ module }) => `There is no code at ${module}: deploy the module first.`,
  ModuleRegistryAlreadyRegistered: ({ versionId }) =>
    `The code of ${versionId}'s module is registered for good: publish a new version for new code.`,
  ModuleRegistryUnknown: ({ versionId }) =>
    `No module of ${versionId} is registered: register it before the version's review.`,
  ModuleRegistryRegisteredLate: ({ versionId, registeredAt, issuedAt }) =>
    `The module of ${versionId} was registered at ${when(registeredAt)}, after its certification of ${when(issuedAt)}: its reviewers never saw that code.`,
  ModuleRegistryAlreadyLinked: ({ module, attester, versionId }) =>
    `The code of ${module} stands for ${versionId} under ${attester} until that expires.`,
  ModuleRegistryNoTrustedAttesters: ({ account }) =>
    `${account} trusts no attesters yet: call trustAttesters first.`,
  ModuleRegistryThresholdNotMet: ({ module, valid, threshold }) =>
    `${valid} of the attesters certify the code at ${module}, and ${threshold} must.`,
  ModuleRegistryNotOfType: ({ module, moduleType }) => `${module} isn't a module of type ${moduleType}.`,
  CertificateTokenOnlyBoard: ({ board }) => `Only the Review Board ${board} mints credentials.`,
  CertificateTokenBoardAlreadySet: ({ board }) => `The credential's board is ${board} and never changes.`,
  CertificateTokenLocked: ({ tokenId }) =>
    `Credential ${tokenId} is bound to its holder and can't be transferred.`,
  RegistryDirectoryInvalidName: ({ name }) =>
    `A registry can't be listed as "${name}": use 3 to 64 characters of a-z, 0-9 and single hyphens inside.`,
  RegistryDirectoryNameTaken: ({ name }) =>
    `A registry is listed as "${name}" already, or was: choose another name.`,
  RegistryDirectoryUnknown: ({ registryId }) => `The directory has no registry ${registryId}: list it first.`,
  RegistryDirectoryDelisted: ({ registryId }) =>
    `Registry ${registryId} was delisted, which is final: list its successor under another name.`,
  RegistryDirectoryInvalidParent: ({ kind, parent }) =>
    `A registry of kind ${RegistryKind[kind] ?? kind} can't stand below ${parent}: the home stands alone, a DAO's below the home, a mirror below either.`,
  RegistryDirectoryZeroContract: ({ field }) =>
    `The registry's ${field} is the zero address: give its contract.`,
  RegistryDirectoryTooMany: ({ registries, maximum }) =>
    `${registries} registries were asked for and ${maximum} are answered at once: ask in parts.`,
} satisfies Partial<RefusalWords>;
