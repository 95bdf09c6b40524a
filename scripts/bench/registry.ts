import { ascending, inSeconds } from "../../test/fixtures/certifications.ts";
import { ethers, namedSigners, networkHelpers } from "../../test/fixtures/connect.ts";
import {
  contentOf,
  LICENCE,
  publishPlugin,
  releaseOf,
  semVer,
  signRelease,
} from "../../test/fixtures/release.ts";
import { published as figures } from "./peers.ts";
import { gasOf, type Row, row } from "./row.ts";

const MAX_UINT32 = 2 ** 32 - 1;
const VERSION_ID = ethers.id("version");

async function attested() {
  const { first, second, third } = await namedSigners("first", "second", "third");
  const registry = await ethers.deployContract("CertificationRegistry");
  for (const attester of [first, second, third]) {
    await registry.connect(attester).attest(VERSION_ID, ethers.id("artifact"), await inSeconds(1_000), 1n);
  }
  const meter = await ethers.deployContract("CheckGas", [registry]);
  return { registry, meter, attesters: await ascending(first, second, third) };
}

/** A consumer's check over one to three attesters, measured around its call, the registry cold. */
export async function measureChecks(): Promise<readonly Row[]> {
  const { meter, attesters } = await networkHelpers.loadFixture(attested);
  const rows: Row[] = [];
  for (const [index, peer] of figures.rhinestoneCheck.entries()) {
    const asked = attesters.slice(0, index + 1);
    const gas = await meter["check(bytes32,address[],uint256)"](VERSION_ID, asked, asked.length);
    rows.push(row(`check ${index + 1}`, Number(gas), peer));
  }
  const single = await meter["check(bytes32,address)"](VERSION_ID, attesters[0] ?? ethers.ZeroAddress);
  return [...rows, row("check, one attester by name", Number(single), figures.rhinestoneCheck[0])];
}

async function modules() {
  const setup = await attested();
  const { publisher } = await namedSigners("first", "second", "third", "publisher");
  const plugins = await ethers.deployContract("PluginRegistry");
  const module = await ethers.deployContract("TypedModule", [1n]);
  const name = "measured";
  const content = contentOf(name, { module: await module.getAddress() });
  const { versionId } = await publishPlugin(plugins, publisher, name, { content });
  const { registry, attesters } = setup;
  await registry.registerModule(plugins, ethers.id(name), semVer(1, 0, 0), content);
  for (const attester of attesters) {
    const account = await ethers.getSigner(attester);
    await registry.connect(account).attest(versionId, content.artifactDigest, await inSeconds(1_000), 1n);
    await registry.linkModule(versionId, attester);
  }
  return { ...setup, module };
}

/** ERC-7484's check of a module's live code over one to three attesters, measured as `check` is. */
export async function measureCodeChecks(): Promise<readonly Row[]> {
  const { meter, module, attesters } = await networkHelpers.loadFixture(modules);
  const rows: Row[] = [];
  for (const [index, peer] of figures.rhinestoneCheck.entries()) {
    const asked = attesters.slice(0, index + 1);
    const gas = await meter.checkCode(module, asked, asked.length);
    rows.push(row(`code check ${index + 1}`, Number(gas), peer));
  }
  return rows;
}

async function named() {
  const { publisher, relayer } = await namedSigners("publisher", "relayer");
  const registry = await ethers.deployContract("PluginRegistry");
  const { pluginId } = await publishPlugin(registry, publisher, "measured");
  return { registry, publisher, relayer, pluginId };
}

/** Two relayed versions of a new major line, with the dearest calldata: every byte of the numbers is set. */
export async function measurePublishing(): Promise<readonly Row[]> {
  const { registry, publisher, relayer, pluginId } = await networkHelpers.loadFixture(named);
  const publish = async (minor: number) => {
    const version = [MAX_UINT32, minor, MAX_UINT32] as const;
    const content = contentOf(`measured ${minor}`, { module: `0x${"ff".repeat(20)}` });
    const release = await releaseOf(registry, pluginId, publisher, version, {
      content,
      licence: LICENCE.commercial,
    });
    const signature = await signRelease(registry, publisher, release);
    return gasOf(registry.connect(relayer).publishVersion(release, signature));
  };
  return [
    row("publishVersion first", await publish(MAX_UINT32 - 1)),
    row("publishVersion later", await publish(MAX_UINT32)),
  ];
}
