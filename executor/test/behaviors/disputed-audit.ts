import {
  CertificationStatus,
  certificationRegistryAbi,
  cidOfDigest,
  commitmentOf,
  DisputeKind,
  disputeManagerAbi,
  nexusTokenAbi,
  parametersFor,
  Ruling,
  resultConsensusAbi,
  signalNumber,
  TaskKind,
  TaskState,
} from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, keccak256, stringToHex } from "viem";
import type { HDAccount } from "viem/accounts";
import type { RunningExecutor } from "../fixtures/executors.ts";
import type { PublishedPlugin } from "../fixtures/plugin.ts";
import type { Stack } from "../fixtures/stack.ts";
import { until } from "../fixtures/until.ts";

const LIE = { resultDigest: keccak256(stringToHex("a lie")), salt: keccak256(stringToHex("salt")) };

type Environment = Readonly<Record<string, string>>;

/**
 * An executor that audits certified versions again, whose two colleagues in the panel settle a lie. It asked for the audit by itself;
 * it disputes the certificate with its own result as evidence, once. The dispute is upheld: the Review Board revokes the certificate, and
 * the executor gets its bond back.
 */
export async function disputeLyingAudit(
  stack: Stack,
  { plugin, start }: { plugin: PublishedPlugin; start(environment: Environment): Promise<RunningExecutor> },
): Promise<void> {
  const { contracts, chain, store } = stack;
  const { client } = chain;
  const { NexusToken, ResultConsensus, DisputeManager, CertificationRegistry } =
    contracts.deployment.contracts;
  const [executor, ...liars] = contracts.executors.slice(0, 3);
  if (executor === undefined) throw new Error("no executor");
  const { bond } = parametersFor(contracts.deployment.chainId).disputes;
  await contracts.send(contracts.dao, "NexusToken", "transfer", [executor.address, 3n * bond]);
  const fromBlock = await client.getBlockNumber();
  const auditor = await start({ NEXUS_AUDIT_SECONDS: "60", NEXUS_DISPUTE_BOND: String(bond / 10n ** 18n) });

  const seen = () => auditor.log().slice(-3_000);
  const consensus = { address: ResultConsensus, abi: resultConsensusAbi } as const;
  let taskId: Hex | undefined;
  const asked = async () => {
    const logs = await client.getContractEvents({
      ...consensus,
      eventName: "TaskCreated",
      fromBlock,
      strict: true,
    });
    const audit = logs.find(({ args }) => args.requester === executor.address);
    taskId = audit?.args.taskId;
    if (audit !== undefined) expect(TaskKind[audit.args.kind]).to.equal("Audit");
    return audit !== undefined;
  };
  await until("an audit is asked for", asked, { seen });
  if (taskId === undefined) throw new Error("no audit");
  await settleLie(stack, { taskId, liars, seen });

  const manager = { address: DisputeManager, abi: disputeManagerAbi } as const;
  const opened = () =>
    client.getContractEvents({ ...manager, eventName: "DisputeOpened", fromBlock, strict: true });
  await until("a dispute is opened", async () => (await opened()).length > 0, { seen });
  const [dispute] = await opened();
  expect(dispute?.args).to.deep.include({
    kind: DisputeKind.indexOf("Certificate"),
    subject: plugin.versionId,
    challenger: executor.address,
    bond,
  });
  const evidence = await client.getContractEvents({
    ...manager,
    eventName: "EvidenceSubmitted",
    fromBlock,
    strict: true,
  });
  const digest = evidence[0]?.args.digest ?? "0x";
  const { body } = await auditor.get(`/runs/${taskId}`);
  const [run] = body.runs as { result: { resultDigest: Hex; receiptDigest: Hex } }[];
  const read = new TextDecoder().decode(await store.get(cidOfDigest(digest)));
  expect(JSON.parse(read)).to.deep.equal({
    evidenceVersion: "1",
    kind: "audit",
    verdict: "other-result",
    versionId: plugin.versionId,
    taskId,
    settled: { resultDigest: LIE.resultDigest, signal: "PASS" },
    executor: executor.address,
    computed: run?.result.resultDigest,
    receipt: run?.result.receiptDigest,
  });
  const allowance = { address: NexusToken, abi: nexusTokenAbi, functionName: "allowance" } as const;
  const left = await client.readContract({ ...allowance, args: [executor.address, DisputeManager] });
  expect([left, (await opened()).length]).to.deep.equal([0n, 1]);
  await upholdDispute(stack, dispute?.args.disputeId ?? 0n);
  const certificate = { address: CertificationRegistry, abi: certificationRegistryAbi } as const;
  const revoked = async () => {
    const args = [plugin.versionId, contracts.board] as const;
    const status = await client.readContract({ ...certificate, functionName: "statusOf", args });
    return CertificationStatus[status] === "Revoked";
  };
  await until("the certificate is revoked", revoked, { seen });
  const owed = await client.readContract({ ...manager, functionName: "owed", args: [executor.address] });
  expect(owed).to.equal(bond);
}

/** The arbitrator says so once there was time for evidence. */
async function upholdDispute({ contracts, chain: { client } }: Stack, disputeId: bigint): Promise<void> {
  const { counterPeriod, evidencePeriod } = parametersFor(contracts.deployment.chainId).disputes;
  await client.increaseTime({ seconds: counterPeriod + evidencePeriod });
  await client.mine({ blocks: 1 });
  await contracts.send(contracts.dao, "DisputeManager", "rule", [disputeId, Ruling.indexOf("Upheld")]);
}

async function settleLie(
  { contracts, chain: { client } }: Stack,
  { taskId, liars, seen }: { taskId: Hex; liars: readonly HDAccount[]; seen(): string },
): Promise<void> {
  const signal = signalNumber("PASS");
  const { ResultConsensus: address } = contracts.deployment.contracts;
  for (const liar of liars) {
    const commitment = commitmentOf({ executor: liar.address, taskId, signal, ...LIE });
    await contracts.send(liar, "ResultConsensus", "commit", [taskId, commitment]);
  }
  const revealing = async () => {
    const read = { address, abi: resultConsensusAbi, functionName: "task", args: [taskId] } as const;
    return TaskState[(await client.readContract(read)).state] === "Revealing";
  };
  await until("the panel is full", revealing, { seen });
  for (const liar of liars) {
    const opening = [taskId, LIE.resultDigest, signal, LIE.resultDigest, LIE.salt];
    await contracts.send(liar, "ResultConsensus", "reveal", opening);
  }
}
