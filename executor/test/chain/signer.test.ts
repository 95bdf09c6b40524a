import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotDevelopmentChainError } from "@nexus/protocol";
import { expect } from "chai";
import { encryptKeystoreJsonSync } from "ethers";
import { toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { KeySource, PassphraseSource } from "../../src/chain/key-source.ts";
import { openAccount } from "../../src/chain/signer.ts";
import { BareKeyError, KeystoreError } from "../../src/errors.ts";
import type { Ask } from "../../src/terminal.ts";
import { hashOf } from "../doubles/chain.ts";
import { accountAt } from "../fixtures/contracts.ts";

const KEY = hashOf("a key of nobody else's");
const ADDRESS = privateKeyToAccount(KEY).address;
const DEVELOPMENT_KEY = toHex(accountAt(5).getHdKey().privateKey ?? new Uint8Array());

describe("the executor's key", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-key-"));
    const keystore = encryptKeystoreJsonSync({ address: ADDRESS, privateKey: KEY }, "open sesame", {
      scrypt: { N: 1024 },
    });
    await writeFile(join(folder, "key.json"), keystore);
    await writeFile(join(folder, "passphrase"), "open sesame\n");
    await writeFile(join(folder, "wrong"), "open barley\n");
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const keystore = (passphrase: PassphraseSource, path = "key.json") =>
    ({ kind: "keystore", path: join(folder, path), passphrase }) as const;

  const inFile = (name: string): PassphraseSource => ({ kind: "file", path: join(folder, name) });

  const nobody: Ask = async () => undefined;

  const reasonOf = async (source: KeySource, ask = nobody): Promise<string> => {
    try {
      await openAccount(source, 1, ask);
    } catch (fault) {
      if (fault instanceof KeystoreError) return fault.reason;
      throw fault;
    }
    throw new Error("it opened");
  };

  it("comes from a keystore and its passphrase, the line's end aside", async () => {
    expect((await openAccount(keystore(inFile("passphrase")), 1, nobody)).address).to.equal(ADDRESS);
  });

  it("comes from a keystore whose passphrase is in a variable, or is given by who is asked", async () => {
    const text = { kind: "text", text: "open sesame" } as const;
    expect((await openAccount(keystore(text), 1, nobody)).address).to.equal(ADDRESS);
    const questions: string[] = [];
    const ask: Ask = async (question) => {
      questions.push(question);
      return "open sesame";
    };
    expect((await openAccount(keystore({ kind: "prompt" }), 1, ask)).address).to.equal(ADDRESS);
    expect(questions).to.deep.equal([`Passphrase of ${join(folder, "key.json")}: `]);
  });

  it("stays shut, and says why", async () => {
    expect(await reasonOf(keystore(inFile("wrong")))).to.equal("the passphrase is wrong");
    expect(await reasonOf(keystore(inFile("absent")))).to.equal(
      "the file of NEXUS_PASSPHRASE_FILE can't be read",
    );
    expect(await reasonOf(keystore(inFile("passphrase"), "absent"))).to.equal("the file can't be read");
    expect(await reasonOf(keystore(inFile("passphrase"), "wrong"))).to.equal(
      "it isn't a keystore (Web3 Secret Storage, version 3)",
    );
    expect(await reasonOf(keystore({ kind: "prompt" }))).to.equal(
      "there is no passphrase: name its file in NEXUS_PASSPHRASE_FILE, set NEXUS_PASSPHRASE, or start the executor in a terminal",
    );
  });

  it("may be a bare one on the development chain alone", async () => {
    const source = { kind: "key", key: DEVELOPMENT_KEY } as const;
    expect((await openAccount(source, 31_337, nobody)).address).to.equal(accountAt(5).address);
    for (const key of [DEVELOPMENT_KEY, KEY]) {
      await openAccount({ kind: "key", key }, 1, nobody).then(
        () => expect.fail("a bare key was accepted"),
        (fault: unknown) => expect(fault).to.be.instanceOf(BareKeyError).and.to.deep.include({ chainId: 1 }),
      );
    }
  });

  it("may not be a publicly known one in a keystore elsewhere", async () => {
    const json = encryptKeystoreJsonSync(
      { address: accountAt(5).address, privateKey: DEVELOPMENT_KEY },
      "open sesame",
      {
        scrypt: { N: 1024 },
      },
    );
    await writeFile(join(folder, "known.json"), json);
    await openAccount(keystore(inFile("passphrase"), "known.json"), 1, nobody).then(
      () => expect.fail("a public key was accepted"),
      (fault: unknown) => {
        expect(fault).to.be.instanceOf(NotDevelopmentChainError);
        expect(fault).to.deep.include({ chainId: 1, expected: 31_337 });
      },
    );
  });
});
