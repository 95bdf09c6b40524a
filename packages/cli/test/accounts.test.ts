import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEVELOPMENT_ACCOUNTS } from "@nexus/protocol";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { createKeystore, openKeystore, privateKeyOf } from "../src/keystore.ts";
import { deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

/** The first two accounts that anvil prints when it starts. */
const ANVIL = ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"];

describe("development accounts", () => {
  let node: FakeNode;

  afterEach(async () => node.close());

  it("are listed on chain 31337 by name, index and anvil's addresses", async () => {
    node = await startFakeNode({});
    const { code, out } = await nexus(["accounts", "--json", "--rpc-url", node.url]);
    expect(code).to.equal(0);
    const accounts = JSON.parse(out.join("")) as { index: number; name: string; address: string }[];
    expect(accounts.map(({ name }) => name)).to.deep.equal([...DEVELOPMENT_ACCOUNTS]);
    expect(accounts.slice(0, 2)).to.deep.equal([
      { index: 0, name: "deployer", address: ANVIL[0] },
      { index: 1, name: "publisher", address: ANVIL[1] },
    ]);
  });

  for (const account of ["publisher", "1"]) {
    it(`sign as --account ${account} on no other chain, and nothing is sent there`, async () => {
      node = await startFakeNode({ chainId: 1 });
      const { code, err } = await nexus([
        "bounty",
        "claim",
        "1",
        "--account",
        account,
        "--rpc-url",
        node.url,
      ]);
      expect(code).to.equal(1);
      expect(err).to.deep.equal([
        `DEVELOPMENT_ACCOUNT_REFUSED: --account "${account}" is a publicly known development key and signs on chain 31337 only, but the node runs chain 1: use --keystore <file> (create one with "nexus account new").`,
      ]);
      expect(new Set(node.asked)).to.deep.equal(new Set(["eth_chainId"]));
    });
  }

  it("aren't even listed on another chain", async () => {
    node = await startFakeNode({ chainId: 10 });
    const { code, err } = await nexus(["accounts", "--rpc-url", node.url]);
    expect(code).to.equal(1);
    expect(err[0]).to.match(/^DEVELOPMENT_ACCOUNT_REFUSED: .*chain 10/);
  });

  it("must exist", async () => {
    node = await startFakeNode({});
    const { err } = await nexus(["bounty", "claim", "1", "--account", "nobody", "--rpc-url", node.url]);
    expect(err[0]).to.match(/^UNKNOWN_ACCOUNT: --account "nobody".*deployer, publisher/);
  });

  it("don't go together with a keystore", async () => {
    node = await startFakeNode({});
    const signers = ["--account", "deployer", "--keystore", "k.json"];
    const { err } = await nexus(["bounty", "claim", "1", ...signers, "--rpc-url", node.url]);
    expect(err[0]).to.equal("INVALID_USAGE: --account and --keystore both name a signer: keep one of them.");
  });
});

describe("the deployment", () => {
  let node: FakeNode;
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  it("must be known for the node's chain", async () => {
    node = await startFakeNode({ chainId: 424_242 });
    const { err } = await nexus(["bounty", "show", "1", "--rpc-url", node.url]);
    expect(err[0]).to.match(/^DEPLOYMENT_MISSING: .*chain 424242: pass --deployment/);
  });

  it("must be of the node's chain", async () => {
    node = await startFakeNode({ chainId: 5 });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
    const argv = ["bounty", "show", "1", "--rpc-url", node.url, "--deployment", "d.json"];
    const { err } = await nexus(argv, { cwd: directory });
    expect(err[0]).to.match(/^DEPLOYMENT_MISMATCH: .*runs chain 5.*of chain 31337/);
  });

  it("must name every contract", async () => {
    node = await startFakeNode({});
    const { ReviewBoard: _board, ...contracts } = deployment.contracts;
    await writeFile(join(directory, "d.json"), JSON.stringify({ ...deployment, contracts }));
    const argv = ["bounty", "show", "1", "--rpc-url", node.url, "--deployment", "d.json"];
    const { err } = await nexus(argv, { cwd: directory });
    expect(err[0]).to.match(/^FILE_FAULTS: .*d\.json.*\$\.contracts\.ReviewBoard/);
  });
});

describe("a keystore", () => {
  const privateKey = `0x${"17".repeat(32)}` as const;
  const fast = { N: 1_024 };
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
  });

  afterEach(async () => rm(directory, { recursive: true }));

  it("gives back the key that it was made from, and only to its passphrase", async () => {
    const path = join(directory, "key.json");
    const { address } = await createKeystore(path, { passphrase: "right", privateKey, scrypt: fast });
    expect(address).to.equal(privateKeyToAccount(privateKey).address);
    const opened = await openKeystore(path, async () => "right");
    const message = { message: "the same key signs" };
    expect(await opened.signMessage(message)).to.equal(
      await privateKeyToAccount(privateKey).signMessage(message),
    );
    const refused = await openKeystore(path, async () => "wrong").catch((error: Error) => error.message);
    expect(refused).to.equal(`Keystore ${path} doesn't open: the passphrase is wrong.`);
  });

  it("doesn't hold the key in the clear, and only its owner may read it", async () => {
    const path = join(directory, "key.json");
    await createKeystore(path, { passphrase: "p", privateKey, scrypt: fast });
    expect(await readFile(path, "utf8")).to.not.include(privateKey.slice(2));
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
  });

  it("is never replaced", async () => {
    const path = join(directory, "key.json");
    await writeFile(path, "somebody's key");
    const refused = await createKeystore(path, { passphrase: "p", privateKey, scrypt: fast }).catch(
      (error) => error.code,
    );
    expect(refused).to.equal("FILE_UNUSABLE");
    expect(await readFile(path, "utf8")).to.equal("somebody's key");
  });

  it("must be one", async () => {
    const path = join(directory, "key.json");
    await writeFile(path, "{}");
    const refused = await openKeystore(path, async () => "p").catch((error: Error) => error.message);
    expect(refused).to.equal(`Keystore ${path} doesn't open: it isn't a Web3 Secret Storage file.`);
  });

  it("is created by the command with a passphrase from NEXUS_PASSPHRASE_FILE, and opens with it", async () => {
    await writeFile(join(directory, "passphrase"), "a long one\n");
    const env = { NEXUS_PASSPHRASE_FILE: join(directory, "passphrase") };
    const { code, out } = await nexus(["account", "new", "key.json", "--json"], { cwd: directory, env });
    expect(code).to.equal(0);
    const opened = await openKeystore(join(directory, "key.json"), async () => "a long one");
    expect(JSON.parse(out.join("")).address).to.equal(opened.address);
  }).timeout(60_000);

  it("needs the same passphrase twice from a person", async () => {
    const { code, err } = await nexus(["account", "new", "key.json"], {
      cwd: directory,
      answers: ["one", "two"],
    });
    expect(code).to.equal(1);
    expect(err[0]).to.match(/^PASSPHRASE_MISSING: .*the two entries differ/);
  });

  it("takes no empty passphrase", async () => {
    const { err } = await nexus(["account", "new", "key.json"], { cwd: directory, answers: [""] });
    expect(err[0]).to.match(/^PASSPHRASE_MISSING: .*it is empty/);
  });

  for (const text of ["", "0x12", "zz".repeat(32), "00".repeat(32), "ff".repeat(32)]) {
    it(`takes no impossible private key (${text.slice(0, 4) || "empty"}…), and doesn't repeat it`, () => {
      expect(() => privateKeyOf(text))
        .to.throw(/64 hex digits/)
        .with.property("message")
        .that.satisfies((message: string) => text === "" || !message.includes(text));
    });
  }

  it("takes a private key with and without 0x", () => {
    expect(privateKeyOf(privateKey)).to.equal(privateKey);
    expect(privateKeyOf(` ${privateKey.slice(2)}\n`)).to.equal(privateKey);
  });
});
