import { chamberReasons, type Tally } from "@nexus/protocol";
import { expect } from "chai";

const tally = (changes: Partial<Tally>): Tally => ({
  chamber: "Security",
  againstVotes: 0,
  forVotes: 3,
  abstainVotes: 0,
  recused: 0,
  total: 6,
  quorumBps: 5_000,
  approvalBps: 6_667,
  forVoters: 3,
  mandatory: true,
  passes: false,
  ...changes,
});

describe("a chamber's verdict", () => {
  it("gives no reason when the chain says that it passes", () => {
    expect(chamberReasons(tally({ passes: true }), 3)).to.deep.equal([]);
  });

  it("names a missing quorum with its figures", () => {
    expect(chamberReasons(tally({ forVotes: 2, forVoters: 3 }), 3)).to.deep.equal([
      "Security: no quorum: For and Abstain weigh 2 of 6, and 50 % is needed",
    ]);
  });

  it("names a missing approval with its figures", () => {
    expect(chamberReasons(tally({ forVotes: 3, againstVotes: 2 }), 3)).to.deep.equal([
      "Security: no approval: For weighs 3 of 5 cast, and 66.67 % is needed",
    ]);
  });

  it("names too few voters", () => {
    expect(chamberReasons(tally({ forVoters: 2 }), 3)).to.deep.equal(["Security: 2 voted For, and 3 must"]);
  });

  it("names all of them at once", () => {
    const [reason] = chamberReasons(tally({ forVotes: 0, againstVotes: 1, forVoters: 0 }), 3);
    expect(reason).to.include("no quorum").and.to.include("no approval").and.to.include("0 voted For");
  });

  it("counts the quorum on the weight that didn't step back", () => {
    const [reason] = chamberReasons(tally({ forVotes: 1, recused: 2 }), 1);
    expect(reason).to.equal("Security: no quorum: For and Abstain weigh 1 of 4, and 50 % is needed");
  });

  it("names a chamber of which too much stepped back", () => {
    const [reason] = chamberReasons(tally({ recused: 4 }), 3);
    expect(reason).to.equal("Security: 4 of 6 stepped back, and half must be left");
  });

  it("calls it a veto in a chamber that isn't mandatory", () => {
    const vetoing = tally({ chamber: "Hubs", mandatory: false, againstVotes: 4 });
    expect(chamberReasons(vetoing, 3)).to.deep.equal(["Hubs vetoes: 4 of its 6 votes are Against"]);
  });
});
