import * as protocol from "@nexus/protocol";
import { InvalidVersionError, NxsError } from "@nexus/protocol";
import { expect } from "chai";
import * as abis from "../src/generated/abis.gen.ts";
import * as deployments from "../src/generated/deployments.gen.ts";
import * as enums from "../src/generated/enums.gen.ts";

describe("errors", () => {
  it("carry their name, code and data", () => {
    const error = new InvalidVersionError({ version: "x" });
    expect(error).to.be.instanceOf(NxsError);
    expect(error.name).to.equal("InvalidVersionError");
    expect(error.code).to.equal("INVALID_VERSION");
    expect(error.message).to.contain('"x"');
  });

  it("keep their cause", () => {
    const cause = new Error("inner");
    expect(new protocol.InvalidCidError({ cid: "x", reason: "y", cause }).cause).to.equal(cause);
  });
});

describe("the package", () => {
  it("exports what was reviewed", () => {
    const generatedNames = new Set([abis, deployments, enums].flatMap((module) => Object.keys(module)));
    const names = Object.keys(protocol).filter((name) => !generatedNames.has(name));
    expect(names.sort()).to.deep.equal(reviewedExports);
  });
});

const reviewedExports: string[] = [
  "ArtifactMismatchError",
  "BOUNTY_STATE_WORDS",
  "BallotElsewhereError",
  "BallotSignatureError",
  "CAPABILITIES",
  "CERTIFICATION_STATUS_WORDS",
  "CLAUSE_MODES",
  "CLAUSE_NAMESPACE",
  "CORE_CHAMBERS",
  "CRITERIA",
  "CriteriaError",
  "DEVELOPMENT_ACCOUNTS",
  "DEVELOPMENT_CHAIN_ID",
  "DEVELOPMENT_MNEMONIC",
  "DOMAINS",
  "DOMAIN_CHAMBERS",
  "ELIGIBILITY_WORDS",
  "EMPTY_DIGEST",
  "InvalidCidError",
  "InvalidDigestError",
  "InvalidDocumentError",
  "InvalidManifestError",
  "InvalidReceiptError",
  "InvalidRecordError",
  "InvalidUuidError",
  "InvalidVersionError",
  "LICENCE_TIERS",
  "MAX_ARTIFACT_BYTES",
  "MAX_BLOCK_BYTES",
  "MAX_JSON_DEPTH",
  "MAX_VECTOR_BYTES",
  "NotCanonicalError",
  "NotDevelopmentChainError",
  "NxsError",
  "PLUGIN_CLASSES",
  "PLUGIN_ERROR_CASES",
  "PROPOSAL_STATE_WORDS",
  "REFUSALS",
  "RUN_LIMITS",
  "SIGNALS",
  "SUPPORT",
  "TASK_STATE_WORDS",
  "TRAP_CLASSES",
  "asDigest",
  "assertBallotFor",
  "assertDevelopmentChain",
  "auditReasons",
  "auditSeedOf",
  "ballotParams",
  "ballotTypedData",
  "canonicalBytes",
  "chamberMask",
  "chamberReasons",
  "chambersOfMask",
  "checkBoard",
  "checkCertification",
  "checkHolder",
  "checkToken",
  "childPath",
  "cidOfDigest",
  "clauseEventTypedData",
  "clauseIdOf",
  "clauseUuidOf",
  "commitmentOf",
  "contentDigestOf",
  "criteriaOfMask",
  "deriveAuditInput",
  "digestOfCid",
  "domainMask",
  "domainMaskOf",
  "domainsOfMask",
  "entryArtifactOf",
  "eventIdOf",
  "formatSemVer",
  "isDevelopmentChain",
  "isDigest",
  "isListCid",
  "jsonPath",
  "leadingClauseIdOf",
  "licenceTierOf",
  "listFaults",
  "manifestBytes",
  "manifestDigest",
  "manifestJsonSchema",
  "packSemVer",
  "parametersFor",
  "parseCanonical",
  "parseManifest",
  "parseReceiptFile",
  "parseResultRecord",
  "pluginIdOf",
  "pluginReleaseTypedData",
  "receiptFaults",
  "receiptFile",
  "receiptMessage",
  "refusalAbi",
  "reproducibleDigest",
  "resultDigest",
  "resultRecordSchema",
  "runReceiptTypedData",
  "seedOf",
  "sha256Digest",
  "signalNumber",
  "signalOf",
  "signalWord",
  "signedBallotSchema",
  "typedDataOfBallot",
  "unsignedBallot",
  "uuidBytes16",
  "validateManifest",
  "versionIdOf",
  "versionParts",
  "versionUuidOf",
  "voteCall",
];
