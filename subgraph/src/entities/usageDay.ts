import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { UsageDay } from "../../generated/schema";
import { dayOf, startOfDay, usageDayId } from "../ids";

/** A version's row for the day of a timestamp; not saved. */
export function loadUsageDay(version: Bytes, timestamp: BigInt): UsageDay {
  const day = dayOf(timestamp);
  const id = usageDayId(version, day);
  const existing = UsageDay.load(id);
  if (existing != null) return existing;
  const usage = new UsageDay(id);
  usage.version = version;
  usage.day = day;
  usage.startsAt = startOfDay(day);
  usage.settledRuns = 0;
  usage.failedRuns = 0;
  usage.passes = 0;
  usage.fails = 0;
  usage.triggers = 0;
  usage.escalations = 0;
  usage.rewards = BigInt.zero();
  return usage;
}
