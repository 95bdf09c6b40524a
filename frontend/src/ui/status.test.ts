import {
  BountyState,
  CertificationStatus,
  Chamber,
  Eligibility,
  LicenceTier,
  ProposalState,
  Signal,
  TaskState,
} from "@nexus/protocol";
import { expect } from "chai";
import * as status from "./status.ts";

describe("looks of states", () => {
  for (const [name, looks, states] of [
    ["bounties", status.BOUNTY_LOOKS, BountyState],
    ["certifications", status.CERTIFICATION_LOOKS, CertificationStatus],
    ["eligibility", status.ELIGIBILITY_LOOKS, Eligibility],
    ["reviews", status.PROPOSAL_LOOKS, ProposalState],
    ["signals", status.SIGNAL_LOOKS, Signal],
    ["tasks", status.TASK_LOOKS, TaskState],
  ] as const) {
    it(`have a distinct word for each state of ${name}`, () => {
      expect(Object.keys(looks)).to.deep.equal([...states]);
      const words = Object.values(looks).map(({ word }) => word);
      expect(new Set(words).size).to.equal(words.length);
    });
  }

  it("name every chamber and licence tier", () => {
    expect(Object.keys(status.CHAMBER_NAMES)).to.deep.equal([...Chamber]);
    expect(Object.keys(status.LICENCE_NAMES)).to.deep.equal([...LicenceTier]);
  });
});
