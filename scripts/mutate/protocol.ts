/** What the worker is asked: how do the tests take this text of a source? */
export interface Request {
  readonly source: string;
  readonly text: string;
}

/**
 * `invalid`: doesn't compile; `equal`: compiles to the same code; `killed`: a test fails, `by` says which; `survived`: every test passes.
 */
export interface Verdict {
  readonly outcome: "invalid" | "equal" | "killed" | "survived";
  readonly by?: string;
}
