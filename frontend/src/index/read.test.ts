import { expect } from "chai";
import { IndexQueryError, IndexUnreachableError } from "./errors.ts";
import { readIndex } from "./read.ts";

const url = "http://index.example/subgraphs/name/nexus";

const answering =
  (status: number, body: string): typeof fetch =>
  async () =>
    new Response(body, { status });

async function failureOf(fetcher: typeof fetch): Promise<Error> {
  try {
    await readIndex(url, "{ plugins { id } }", {}, { fetcher });
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was accepted");
}

describe("readIndex", () => {
  it("sends the document with its variables and returns the data", async () => {
    const calls: unknown[] = [];
    const fetcher: typeof fetch = async (input, init) => {
      calls.push([input, JSON.parse(String(init?.body))]);
      return new Response('{"data":{"plugins":[]}}');
    };
    expect(await readIndex(url, "query Q", { name: "x" }, { fetcher })).to.deep.equal({ plugins: [] });
    expect(calls).to.deep.equal([[url, { query: "query Q", variables: { name: "x" } }]]);
  });

  it("names all that the index refuses", async () => {
    const error = await failureOf(
      answering(200, '{"errors":[{"message":"no field a"},{"message":"no field b"}]}'),
    );
    expect(error).to.be.instanceOf(IndexQueryError);
    expect((error as IndexQueryError).messages).to.deep.equal(["no field a", "no field b"]);
  });

  for (const [what, fetcher, reason] of [
    ["a status that isn't 200", answering(502, ""), "it answered 502"],
    ["an answer that isn't JSON", answering(200, "<html>"), "isn't JSON"],
    ["an answer without data", answering(200, "{}"), "holds no data"],
    ["no answer", (() => Promise.reject(new TypeError("refused"))) as typeof fetch, "no answer came"],
  ] as const) {
    it(`says where and why on ${what}`, async () => {
      const error = await failureOf(fetcher);
      expect(error).to.be.instanceOf(IndexUnreachableError);
      expect(error.message).to.contain(url).and.to.contain(reason);
    });
  }
});
