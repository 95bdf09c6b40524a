export const hash = (digits: string) => `0x${digits.repeat(32)}` as const;

const account = (digits: string) => `0x${digits.repeat(20)}` as const;

export const TASK = hash("aa");
export const RESULT = hash("b1");

const receipt = (resultDigest: string, signal = "Trigger") => ({
  resultDigest,
  signal,
  receiptDigest: hash("c1"),
  receiptCid: "bafkreireceipt",
  at: "1030",
  block: "13",
  tx: hash("c2"),
});

const commitment = (digits: string, given: ReturnType<typeof receipt> | null) => ({
  executor: { id: account(digits), region: "KE" },
  affiliation: "201",
  commitment: hash("d1"),
  at: "1020",
  block: "12",
  tx: hash("d2"),
  receipt: given,
});

export const CERTIFICATION = {
  attester: account("44"),
  issuedAt: "900",
  expiresAt: "5000",
  suspendedUntil: "0",
  revokedAt: "0",
  revokedForCause: false,
  issuedTx: hash("e1"),
  review: null,
};

const version = {
  id: hash("02"),
  name: "rainfall-trigger",
  semver: "1.0.0",
  publisher: { id: account("11") },
  licence: "PublicGood",
  yanked: false,
  manifestDigest: hash("03"),
  manifestCid: "bafkreimanifest",
  artifactDigest: hash("04"),
  publishedAt: "800",
  publishedTx: hash("e2"),
  manifest: null,
  certification: CERTIFICATION as typeof CERTIFICATION | null,
  credential: {
    tokenId: "18446744073709551616",
    holder: { id: account("11") },
    locked: true,
    mintedTx: hash("e1"),
  },
  bounties: [
    {
      ...{ id: "1", state: "Paid", asset: null, contributed: "2000000000000000000" },
      ...{ paid: "0", claimant: account("11"), payouts: [] },
    },
  ],
};

const event = {
  id: hash("05"),
  sourceAccount: account("22"),
  inputDigest: hash("06"),
  inputCid: "bafkreiinput",
  occurredAt: "990",
  sourceEventId: hash("07"),
  recordedAt: "1000",
  block: "10",
  tx: hash("f1"),
  clause: {
    id: hash("08"),
    uuid: "a3619cb8-e4d9-55e3-ab31-377ff0f00c6a",
    digest: hash("09"),
    clauseType: "Trigger",
    jurisdiction: "001",
  },
};

/** What an index says of a settled run: two of three executors agree, the third didn't reveal. */
export const runTask = {
  id: TASK,
  kind: "Execution",
  stage: "Settled",
  requester: account("33"),
  quorum: 2,
  panel: 3,
  reward: "30000000000000000000",
  commitDeadline: "1060",
  revealDeadline: "1120",
  agreed: 2,
  signal: "Trigger",
  resultDigest: RESULT as string | null,
  createdAt: "1000",
  createdBlock: "10",
  createdTx: hash("f1"),
  endedAt: "1040",
  endedBlock: "14",
  endedTx: hash("f2"),
  event,
  version,
  commitments: [commitment("e1", receipt(RESULT)), commitment("e2", receipt(RESULT)), commitment("e3", null)],
  rewards: [{ account: account("e1"), amount: "15000000000000000000", refund: false, tx: hash("f2") }],
  slashes: [{ executor: { id: account("e3") }, amount: "5", tx: hash("f3") }],
};

/** An answer to `TRACE_RUN` at block 20, time 2000. */
export function traceAnswer(task: unknown) {
  return {
    data: { _meta: { block: { number: 20, timestamp: 2_000 }, hasIndexingErrors: false }, runTask: task },
  };
}

export { account, receipt };
