import { expect } from "chai";
import { ContractUnansweredError, TaskNotReplayableError } from "../src/errors.ts";
import { firstMatch } from "../src/replayed-ways.ts";

const refused = new TaskNotReplayableError({ taskId: "0x01", reason: "it imports what isn't granted" });
const unanswered = new ContractUnansweredError({
  contract: "0xc0",
  block: "0xb0",
  node: "missing trie node",
  transcript: "it doesn't have the call",
  cause: undefined,
});
const match = { matches: true, name: "match" };
const other = { matches: false, name: "other" };
const another = { matches: false, name: "another" };

describe("a replay under the grants that receipts state", () => {
  type Outcome = typeof match | Error;

  const replay = async (...outcomes: readonly Outcome[]) => {
    const tried: Outcome[] = [];
    const result = await firstMatch(outcomes, async (outcome) => {
      tried.push(outcome);
      if (outcome instanceof Error) throw outcome;
      return outcome;
    }).catch((fault: unknown) => fault);
    return { result, tried };
  };

  const cases: readonly (readonly [string, readonly Outcome[], Outcome])[] = [
    ["takes the one that gives the settled result", [other, match], match],
    ["isn't stopped by one under which the plugin can't run", [refused, match], match],
    ["isn't stopped by one that asks what nobody can answer", [unanswered, match], match],
    ["tells of another result though one grant allows none", [other, refused], other],
    ["tells of the last result when none is the settled one", [other, another], another],
    ["proves no other result while an answer is missing under one of them", [other, unanswered], unanswered],
    ["says why no grant gives a result", [refused], refused],
    ["prefers to say that an answer is missing", [refused, unanswered], unanswered],
  ];
  for (const [name, outcomes, expected] of cases) {
    it(name, async () => {
      expect((await replay(...outcomes)).result).to.equal(expected);
    });
  }

  it("tries no grant more once one gives the settled result", async () => {
    expect((await replay(match, other)).tried).to.deep.equal([match]);
  });

  it("ends at once by what has nothing to do with a grant", async () => {
    const fault = new Error("the sandbox is gone");
    expect(await replay(fault, match)).to.deep.equal({ result: fault, tried: [fault] });
  });
});
