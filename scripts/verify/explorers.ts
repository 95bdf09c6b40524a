import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { ExplorerRefusalError } from "./errors.ts";
import type { Submission } from "./submissions.ts";

const PAUSE_MS = 2_000;
const ATTEMPTS = 60;

/** Puts one contract's sources to an explorer and waits for its word. Throws `ExplorerRefusalError`. */
export type Explorer = (submission: Submission) => Promise<string>;

export interface ExplorerOptions {
  readonly url: string;
  readonly chainId: number;
  readonly pauseMs?: number;
}

async function ask<T>(name: string, url: string, request: RequestInit, shape: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, request);
  const text = await response.text();
  const refusal = new ExplorerRefusalError({
    name,
    url,
    answer: `HTTP ${response.status} ${text.slice(0, 300)}`,
  });
  if (!response.ok) throw refusal;
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    refusal.cause = cause;
    throw refusal;
  }
}

const ticket = z.object({ verificationId: z.string() });
const job = z.object({
  isJobCompleted: z.boolean(),
  contract: z.object({ match: z.string().nullable() }),
  error: z.object({ message: z.string() }).optional(),
});

/** Sourcify's API, version 2. */
export function sourcify({ url, chainId, pauseMs = PAUSE_MS }: ExplorerOptions): Explorer {
  return async ({ name, address, identifier, compilerVersion, creationTransaction, input }) => {
    const body = JSON.stringify({
      ...{ stdJsonInput: input, compilerVersion, contractIdentifier: identifier },
      creationTransactionHash: creationTransaction,
    });
    const headers = { "content-type": "application/json" };
    const submit = { method: "POST", headers, body };
    const { verificationId } = await ask(name, `${url}/v2/verify/${chainId}/${address}`, submit, ticket);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const found = await ask(name, `${url}/v2/verify/${verificationId}`, {}, job);
      if (found.contract.match) return found.contract.match;
      if (found.isJobCompleted)
        throw new ExplorerRefusalError({ name, url, answer: found.error?.message ?? "no match" });
      await pause(pauseMs);
    }
    throw new ExplorerRefusalError({ name, url, answer: "it didn't end in time" });
  };
}

const word = z.object({ status: z.string(), result: z.string() });

/** Etherscan's API, version 2, and its likes. */
export function etherscan({
  url,
  chainId,
  apiKey,
  pauseMs = PAUSE_MS,
}: ExplorerOptions & { readonly apiKey: string }): Explorer {
  const query = (fields: Readonly<Record<string, string>>) =>
    `${url}?${new URLSearchParams({ chainid: String(chainId), module: "contract", ...fields })}`;
  return async ({ name, address, identifier, compilerVersion, constructorArguments, input }) => {
    const body = new URLSearchParams({
      ...{ apikey: apiKey, codeformat: "solidity-standard-json-input", sourceCode: JSON.stringify(input) },
      ...{ contractaddress: address, contractname: identifier, compilerversion: `v${compilerVersion}` },
      // The older spelling is the one that the likes of Etherscan read.
      ...{ constructorArguments, constructorArguements: constructorArguments },
    });
    const { status, result } = await ask(
      name,
      query({ action: "verifysourcecode" }),
      { method: "POST", body },
      word,
    );
    if (status !== "1" && !/already verified/i.test(result))
      throw new ExplorerRefusalError({ name, url, answer: result });
    for (let attempt = 0; status === "1" && attempt < ATTEMPTS; attempt++) {
      const check = query({ action: "checkverifystatus", guid: result, apikey: apiKey });
      const found = await ask(name, check, {}, word);
      if (found.status === "1") return found.result;
      if (!/pending|queue/i.test(found.result))
        throw new ExplorerRefusalError({ name, url, answer: found.result });
      await pause(pauseMs);
    }
    if (status !== "1") return result;
    throw new ExplorerRefusalError({ name, url, answer: "it didn't end in time" });
  };
}
