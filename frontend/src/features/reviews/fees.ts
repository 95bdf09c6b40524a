import { Conclusion, feeStateOf, reviewFeesAbi } from "@nexus/protocol";
import { zeroAddress } from "viem";
import { useConnection, useReadContract, useReadContracts } from "wagmi";
import { useAllowance } from "../../chain/use-allowance.ts";
import { useRuntime } from "../../config/context.tsx";

const REREAD_MS = 3_000;

/** The ReviewFees of the configured deployment, as viem wants it. */
export function useFees() {
  const { contracts } = useRuntime();
  return { address: contracts.ReviewFees, abi: reviewFeesAbi } as const;
}

/**
 * What a submission costs its publisher, after the version's round `previous` (0 for none), and on which terms; amounts in NXS's
 * smallest unit. `allowed` tells whether it may be taken from the connected account.
 */
export function useSubmissionFee(previous: bigint | undefined) {
  const fees = useFees();
  const { contracts } = useRuntime();
  const { data: terms } = useReadContract({ ...fees, functionName: "feeTerms" });
  const { data: amount } = useReadContract({
    ...fees,
    functionName: "feeAfter",
    args: [previous ?? 0n],
    query: { enabled: previous !== undefined, refetchInterval: REREAD_MS },
  });
  const allowance = useAllowance(contracts.NexusToken, fees.address);
  if (terms === undefined || amount === undefined) return undefined;
  return { ...terms, amount, allowed: allowance === undefined || allowance >= amount };
}

export type SubmissionFee = NonNullable<ReturnType<typeof useSubmissionFee>>;

/** A review's fee as it stands, read again every few seconds; `undefined` until it is known, and for one that cost nothing. */
export function useReviewFee(proposalId: bigint) {
  const { data } = useReadContract({
    ...useFees(),
    functionName: "feeOf",
    args: [proposalId],
    query: { refetchInterval: REREAD_MS },
  });
  if (data === undefined || data.terms.fee === 0n) return undefined;
  const fee = { ...data, conclusion: Conclusion[data.conclusion] ?? "Voting" };
  return { ...fee, state: feeStateOf(fee) };
}

export type ReviewFee = NonNullable<ReturnType<typeof useReviewFee>>;

/** What each review owes the connected account for its vote, by the review's number; only what is due now. */
export function usePayDue(ids: readonly string[]): ReadonlyMap<string, bigint> {
  const fees = useFees();
  const { address } = useConnection();
  const { data } = useReadContracts({
    contracts: ids.map(
      (id) => ({ ...fees, functionName: "payDue", args: [BigInt(id), address ?? zeroAddress] }) as const,
    ),
    query: { enabled: address !== undefined && ids.length > 0, refetchInterval: REREAD_MS },
  });
  const due = ids.map((id, index) => [id, data?.[index]?.result ?? 0n] as const);
  return new Map(address === undefined ? [] : due.filter(([, amount]) => amount > 0n));
}
