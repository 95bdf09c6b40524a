import { Address, BigInt } from "@graphprotocol/graph-ts";
import { Executor } from "../../generated/schema";
import { loadProtocol } from "./protocol";

/** The executor; saved and counted when seen first. */
export function loadExecutor(account: Address): Executor {
  const existing = Executor.load(account);
  if (existing != null) return existing;
  const executor = new Executor(account);
  executor.stake = BigInt.zero();
  executor.unbonding = BigInt.zero();
  executor.unbondingUntil = BigInt.zero();
  executor.affiliation = BigInt.zero();
  executor.region = "";
  executor.suspended = false;
  executor.commits = 0;
  executor.reveals = 0;
  executor.agreed = 0;
  executor.disagreed = 0;
  executor.rewards = BigInt.zero();
  executor.slashed = BigInt.zero();
  executor.save();
  const protocol = loadProtocol();
  protocol.executors += 1;
  protocol.save();
  return executor;
}
