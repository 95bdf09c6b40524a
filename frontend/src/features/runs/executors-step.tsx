import type { Trace, TraceExecutor } from "@nexus/discovery";
import type { Receipt } from "@nexus/protocol";
import type { Hex } from "viem";
import { Account } from "../../chain/account.tsx";
import { explorerLink } from "../../chain/chain.ts";
import { useRuntime } from "../../config/context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Spinner } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { SIGNAL_LOOKS } from "../../ui/status.ts";
import { type ReceiptCheck, useReceiptCheck } from "./receipt-check.ts";
import { Step } from "./step.tsx";

/** Who committed to a result and who revealed which, with each receipt checked here. */
export function ExecutorsStep({ trace }: { trace: Trace }) {
  const { executors, quorum, panel, taskId, stage } = trace;
  const revealed = executors.filter(({ receipt }) => receipt !== null).length;
  return (
    <Step title="Executors" state={stage === "Open" && revealed < panel ? "open" : "done"}>
      <p className="mb-4 text-sm text-quiet">
        {executors.length} of {panel} committed, {revealed} revealed; {quorum} of different affiliations must
        agree.
      </p>
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {executors.map((executor) => (
          <ExecutorItem
            key={executor.address}
            taskId={taskId}
            executor={executor}
            settled={stage === "Settled"}
          />
        ))}
      </ul>
    </Step>
  );
}

function ExecutorItem({
  taskId,
  executor,
  settled,
}: {
  taskId: Hex;
  executor: TraceExecutor;
  settled: boolean;
}) {
  const config = useRuntime();
  const { address, affiliation, region, tx, receipt, agrees } = executor;
  const link = (hash: string) => explorerLink(config, "tx", hash);
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-paper p-4 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Account address={address} />
        {settled && receipt ? (
          <Badge tone={agrees ? "good" : "bad"}>{agrees ? "Agrees" : "Differs"}</Badge>
        ) : null}
      </div>
      <Facts
        items={[
          ["Affiliation", `${affiliation}, ${region || "no region"}`],
          [
            "Committed",
            <CopyableHash key="commit" value={tx} label="commitment's transaction" href={link(tx)} />,
          ],
          [
            "Revealed",
            receipt ? (
              <CopyableHash
                key="reveal"
                value={receipt.tx}
                label="reveal's transaction"
                href={link(receipt.tx)}
              />
            ) : (
              "not yet"
            ),
          ],
          ["Signal", receipt ? SIGNAL_LOOKS[receipt.signal].word : "unknown"],
        ]}
      />
      {receipt ? <ReceiptPart taskId={taskId} executor={executor} /> : null}
    </li>
  );
}

function ReceiptPart({ taskId, executor }: { taskId: Hex; executor: TraceExecutor }) {
  const check = useReceiptCheck(taskId, executor);
  return (
    <div className="border-t border-line pt-3">
      <h3 className="mb-2 text-xs">Receipt, checked in this browser</h3>
      {check ? <Checked check={check} /> : <Spinner />}
    </div>
  );
}

function Checked({ check: { bytes, signature, statement, faults, receipt } }: { check: ReceiptCheck }) {
  return (
    <div className="flex flex-col gap-2">
      <span className="flex flex-wrap gap-2">
        <Badge tone={bytes === "verified" ? "good" : "bad"}>
          {bytes === "verified" ? "Digest" : "Digest fails"}
        </Badge>
        <Badge tone={signature === "verified" ? "good" : "bad"}>
          {signature === "verified" ? "Signature" : "Signature fails"}
        </Badge>
        {statement === "none" ? null : (
          <Badge tone={statement === "verified" ? "good" : "bad"}>
            {statement === "verified" ? "Statement" : "Statement fails"}
          </Badge>
        )}
      </span>
      {faults.map((fault) => (
        <p key={fault} className="text-xs text-bad">
          {fault}
        </p>
      ))}
      {receipt ? (
        <p className="text-xs text-quiet">
          {receipt.usage.cpuMs} ms of CPU, {(receipt.usage.peakMemoryBytes / 1_048_576).toFixed(1)} MiB, walls{" "}
          {receipt.walls.join(", ") || "none"}
          {receipt.receiptVersion === "2" ? <Told receipt={receipt} /> : null}
        </p>
      ) : null}
    </div>
  );
}

/** What the executor says besides, for which there is its word alone. */
function Told({ receipt: { grant, region } }: { receipt: Receipt }) {
  const capabilities = grant.capabilities.map(({ name }) => name).join(", ");
  return (
    <>
      , granted {capabilities || "nothing but compute"}
      {region === null ? null : `, in ${region} by its own word`}
    </>
  );
}
