import { useState } from "react";
import { type Address, formatUnits } from "viem";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { useAsset } from "../../chain/use-asset.ts";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { unitsOf } from "./amount.ts";
import { useEscrow } from "./escrow.ts";
import { EscrowAllowance, etherOf } from "./payment.tsx";

/** Adds to an open bounty, in its asset. */
export function FundForm({
  bountyId,
  terms,
}: {
  bountyId: bigint;
  terms: { readonly asset: Address; readonly minimumContribution: bigint };
}) {
  const escrow = useEscrow();
  const asset = useAsset(terms.asset);
  const [text, setText] = useState("");
  if (asset === undefined) return null;
  const amount = unitsOf(text, asset.decimals);
  const fault =
    text !== "" && amount === undefined ? `Give an amount of ${asset.symbol} such as 0.5.` : undefined;
  const least = `${formatUnits(terms.minimumContribution, asset.decimals)} ${asset.symbol}`;
  return (
    <form className="flex flex-col items-start gap-4" onSubmit={(event) => event.preventDefault()}>
      <h3 className="text-base">Fund it</h3>
      <Field
        label={`Amount in ${asset.symbol}`}
        hint={`It comes back if nobody is paid. A new funder gives at least ${least}.`}
        error={fault}
      >
        {(control) => (
          <input
            {...control}
            type="text"
            inputMode="decimal"
            className={INPUT_CLASS}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <EscrowAllowance asset={asset} amount={amount ?? 0n} />
      <TransactionButton
        action={`fund:${bountyId}`}
        call={
          amount === undefined
            ? undefined
            : {
                ...escrow,
                functionName: "fund",
                args: [bountyId, amount],
                value: etherOf(asset.address, amount),
              }
        }
        label={`Fund bounty ${bountyId}`}
        look="secondary"
        blocked={amount === undefined ? "Give an amount first." : undefined}
      >
        Add to the bounty
      </TransactionButton>
    </form>
  );
}
