import { cidOfDigest, MAX_BLOCK_BYTES, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { BytesUnavailableError } from "./errors.ts";
import { fetchVerified } from "./verified.ts";

const gateway = "http://gateway.example";
const bytes = new TextEncoder().encode('{"name":"rainfall-trigger"}');
const digest = sha256Digest(bytes);

const sending =
  (body: Uint8Array<ArrayBuffer>, status = 200): typeof fetch =>
  async () =>
    new Response(body, { status });

async function failureOf(fetcher: typeof fetch): Promise<Error> {
  try {
    await fetchVerified(gateway, digest, { fetcher });
  } catch (error) {
    expect(error).to.be.instanceOf(BytesUnavailableError);
    return error as Error;
  }
  throw new Error("it was accepted");
}

describe("fetchVerified", () => {
  it("asks for the digest's raw block and gives bytes that have it", async () => {
    const asked: unknown[] = [];
    const fetcher: typeof fetch = async (input) => {
      asked.push(input);
      return new Response(bytes);
    };
    expect(await fetchVerified(gateway, digest, { fetcher })).to.deep.equal({
      verdict: "verified",
      bytes,
      digest,
    });
    expect(asked).to.deep.equal([`${gateway}/ipfs/${cidOfDigest(digest)}?format=raw`]);
  });

  it("gives other bytes' digest, and not the bytes", async () => {
    const other = new TextEncoder().encode('{"name":"rainfall-trigger" }');
    const found = await fetchVerified(gateway, digest, { fetcher: sending(other) });
    expect(found).to.deep.equal({ verdict: "differ", found: sha256Digest(other), digest });
  });

  it("refuses more than one block", async () => {
    const error = await failureOf(sending(new Uint8Array(MAX_BLOCK_BYTES + 1)));
    expect(error.message).to.contain(`${MAX_BLOCK_BYTES + 1} bytes`);
  });

  it("says what the gateway answered", async () => {
    expect((await failureOf(sending(new Uint8Array(), 404))).message).to.contain("answered 404");
  });

  it("says that no answer came", async () => {
    const error = await failureOf(() => Promise.reject(new TypeError("refused")));
    expect(error.message).to.contain(gateway).and.to.contain("no answer came");
  });
});
