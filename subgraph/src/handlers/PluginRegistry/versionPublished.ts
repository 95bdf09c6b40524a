import { Address, BigInt } from "@graphprotocol/graph-ts";
import { VersionPublished } from "../../../generated/PluginRegistry/PluginRegistry";
import { Plugin, PluginVersion } from "../../../generated/schema";
import { Manifest as ManifestTemplate } from "../../../generated/templates";
import { cidOf } from "../../cid";
import { loadProtocol } from "../../entities/protocol";
import { loadPublisher } from "../../entities/publisher";
import { LicenceTier } from "../../enums.gen";
import { chambersOf, semverPart } from "../../words";

export function handleVersionPublished(event: VersionPublished): void {
  const plugin = Plugin.load(event.params.pluginId)!;
  const version = newVersion(event, plugin);
  ManifestTemplate.create(version.manifestCid);
  version.save();
  plugin.latestVersion = version.id;
  plugin.versionCount += 1;
  plugin.save();
  const publisher = loadPublisher(event.params.publisher);
  publisher.versionCount += 1;
  publisher.save();
  const protocol = loadProtocol();
  protocol.versions += 1;
  protocol.save();
}

function newVersion(event: VersionPublished, plugin: Plugin): PluginVersion {
  const content = event.params.content;
  const version = new PluginVersion(event.params.versionId);
  version.plugin = plugin.id;
  version.name = plugin.name;
  version.publisher = loadPublisher(event.params.publisher).id;
  version.major = semverPart(event.params.version, 2);
  version.minor = semverPart(event.params.version, 1);
  version.patch = semverPart(event.params.version, 0);
  version.semver = [version.major.toString(), version.minor.toString(), version.patch.toString()].join(".");
  version.manifestDigest = content.manifestDigest;
  version.manifestCid = cidOf(content.manifestDigest);
  version.manifest = version.manifestCid;
  version.artifactDigest = content.artifactDigest;
  version.clause = content.clauseId;
  version.clauseId = content.clauseId;
  if (content.module.notEqual(Address.zero())) version.module = content.module;
  version.licence = LicenceTier[event.params.licence];
  version.licencePrice = BigInt.zero();
  version.licenceTerm = BigInt.zero();
  version.domains = event.params.domains;
  version.domainChambers = chambersOf(event.params.domains);
  version.yanked = false;
  version.publishedAt = event.block.timestamp;
  version.publishedBlock = event.block.number;
  version.publishedTx = event.transaction.hash;
  version.settledRuns = 0;
  version.failedRuns = 0;
  version.triggers = 0;
  return version;
}
