import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Withdrawal } from "../../generated/schema";
import { logId } from "../ids";

/** Keeps money in NXS that left a contract. `kind` is a word of `WithdrawalKind`. */
export function saveWithdrawal(event: ethereum.Event, kind: string, account: Address, amount: BigInt): void {
  newWithdrawal(event, kind, account, amount).save();
}

/** Money that left a contract; not saved. */
export function newWithdrawal(
  event: ethereum.Event,
  kind: string,
  account: Address,
  amount: BigInt,
): Withdrawal {
  const withdrawal = new Withdrawal(logId(event));
  withdrawal.kind = kind;
  withdrawal.account = account;
  withdrawal.amount = amount;
  withdrawal.at = event.block.timestamp;
  withdrawal.tx = event.transaction.hash;
  return withdrawal;
}
