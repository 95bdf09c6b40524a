import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Withdrawal } from "../../generated/schema";
import { logId } from "../ids";

/** Keeps money that left a contract. `kind` is a word of `WithdrawalKind`. */
export function saveWithdrawal(event: ethereum.Event, kind: string, account: Address, amount: BigInt): void {
  const withdrawal = new Withdrawal(logId(event));
  withdrawal.kind = kind;
  withdrawal.account = account;
  withdrawal.amount = amount;
  withdrawal.at = event.block.timestamp;
  withdrawal.tx = event.transaction.hash;
  withdrawal.save();
}
