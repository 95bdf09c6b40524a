import { expect } from "chai";
import { type Finding, triage } from "./findings.ts";

const finding = (check: string, subject: string): Finding => ({
  check,
  impact: "Low",
  description: `${subject} (contracts/a/B.sol#1-2) does something`,
});

describe("the triage of Slither's findings", () => {
  const accepted = { narrow: { reason: "known", subjects: ["B.f()"] }, wide: { reason: "by design" } };

  it("accepts named subjects, and whole checks", () => {
    const findings = [finding("narrow", "B.f()"), finding("wide", "B.f()"), finding("wide", "B.g()")];
    expect(triage(findings, accepted)).to.deep.equal({ open: [], stale: [] });
  });

  it("leaves other subjects and other checks open", () => {
    const findings = [finding("narrow", "B.f()"), finding("narrow", "B.g()"), finding("other", "B.f()")];
    const { open } = triage([...findings, finding("wide", "B.f()")], accepted);
    expect(open).to.deep.equal(findings.slice(1));
  });

  it("names what nobody finds any more", () => {
    expect(triage([], accepted).stale).to.deep.equal(["narrow: B.f()", "wide"]);
  });
});
