import { expect } from "chai";
import * as cli from "../src/index.ts";

describe("the package's entry", () => {
  it("exports the client, one action a verb, and the error that scripts tell apart", () => {
    expect(Object.keys(cli).sort()).to.deep.equal([
      "ContractRefusalError",
      "bindVersion",
      "castVote",
      "checkManifest",
      "claimBounty",
      "createBounty",
      "createClient",
      "executeReview",
      "executorStatus",
      "explainPolicy",
      "findReview",
      "findVersion",
      "freeBounty",
      "fundBounty",
      "publishPlugin",
      "recuse",
      "refundBounty",
      "registerExecutor",
      "relayBallots",
      "releaseBounty",
      "replayRun",
      "requestRun",
      "reviewStatus",
      "showBounty",
      "showClause",
      "showPlugin",
      "showRun",
      "signBallot",
      "signClauseEvent",
      "signPolicy",
      "submitForReview",
      "submitToBounty",
      "trustBundle",
      "verifyCredential",
      "verifyEnvelope",
      "verifyReceipt",
      "verifyReceiptOnChain",
      "withdrawPayment",
    ]);
  });
});
