import { createStore } from "./store.ts";

/** What a development account is asked to sign. */
export interface SigningRequest {
  readonly account: string;
  readonly kind: "transaction" | "typed-data" | "message";
  /** What is signed, as lines of name and value. */
  readonly details: readonly (readonly [name: string, value: string])[];
}

/** A request that waits for the person's answer. */
export interface Asked extends SigningRequest {
  /** Tells requests apart. */
  readonly id: number;
  readonly answer: (agreed: boolean) => void;
}

let last = 0;
const store = createStore<readonly Asked[]>([]);

/** Asks the person at the page; resolves with the answer. Requests wait for one another. */
export function askToSign(request: SigningRequest): Promise<boolean> {
  return new Promise((resolve) => {
    last += 1;
    const asked: Asked = {
      ...request,
      id: last,
      answer: (agreed) => {
        store.update((queue) => queue.filter((other) => other !== asked));
        resolve(agreed);
      },
    };
    store.update((queue) => [...queue, asked]);
  });
}

/** The requests that wait for an answer, first come first. */
export const signingRequests = { subscribe: store.subscribe, read: store.read };
