import { useState } from "react";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { weiOf } from "./amount.ts";
import { useEscrow } from "./escrow.ts";

/** Adds ETH to an open bounty. */
export function FundForm({ bountyId }: { bountyId: bigint }) {
  const escrow = useEscrow();
  const [text, setText] = useState("");
  const value = weiOf(text);
  const fault = text !== "" && value === undefined ? "Give an amount of ETH such as 0.5." : undefined;
  return (
    <form className="flex flex-col items-start gap-4" onSubmit={(event) => event.preventDefault()}>
      <h3 className="text-base">Fund it</h3>
      <Field label="Amount in ETH" hint="It comes back if nobody is paid." error={fault}>
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
      <TransactionButton
        action={`fund:${bountyId}`}
        call={value === undefined ? undefined : { ...escrow, functionName: "fund", args: [bountyId], value }}
        label={`Fund bounty ${bountyId}`}
        look="secondary"
        blocked={value === undefined ? "Give an amount first." : undefined}
      >
        Add to the bounty
      </TransactionButton>
    </form>
  );
}
