import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotDevelopmentChainError } from "@nexus/protocol";
import { expect } from "chai";
import { encryptKeystoreJsonSync } from "ethers";
import { toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { openAccount } from "../../src/chain/signer.ts";
import { KeystoreError } from "../../src/errors.ts";
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

  const keystore = (passphrase: string) => ({
    kind: "keystore" as const,
    path: join(folder, "key.json"),
    passphraseFile: join(folder, passphrase),
  });

  it("comes from a keystore and its passphrase, the line's end aside", async () => {
    expect((await openAccount(keystore("passphrase"), 1)).address).to.equal(ADDRESS);
  });

  for (const passphrase of ["wrong", "absent"]) {
    it(`stays shut with the passphrase file "${passphrase}"`, async () => {
      await openAccount(keystore(passphrase), 1).then(
        () => expect.fail("it opened"),
        (fault: unknown) => expect(fault).to.be.instanceOf(KeystoreError),
      );
    });
  }

  it("may be a publicly known one on the development chain alone", async () => {
    const source = { kind: "key", key: DEVELOPMENT_KEY } as const;
    expect((await openAccount(source, 31_337)).address).to.equal(accountAt(5).address);
    await openAccount(source, 1).then(
      () => expect.fail("a public key was accepted"),
      (fault: unknown) => {
        expect(fault).to.be.instanceOf(NotDevelopmentChainError);
        expect(fault).to.deep.include({ chainId: 1, expected: 31_337 });
      },
    );
  });
});
