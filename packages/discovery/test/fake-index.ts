import type { Index } from "@nexus/discovery";

export const URL = "http://index.example/subgraphs/name/nexus";

export type Request = { query: string; variables: Record<string, unknown> };

/** An index whose answers are given, one for each request and the last one again; it keeps what it was asked. */
export function fakeIndex(...answers: (unknown | (() => Response))[]): Index & { requests: Request[] } {
  const requests: Request[] = [];
  const answer = async (_: unknown, init?: RequestInit): Promise<Response> => {
    const given = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(JSON.parse(String(init?.body)) as Request);
    return typeof given === "function" ? (given as () => Response)() : Response.json(given);
  };
  return { url: URL, fetch: answer as typeof fetch, requests };
}

/** What an asynchronous action is rejected with. */
export async function rejection(action: Promise<unknown>): Promise<unknown> {
  return action.then(
    () => undefined,
    (error: unknown) => error,
  );
}
