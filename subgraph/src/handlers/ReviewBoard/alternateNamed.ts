import { Address } from "@graphprotocol/graph-ts";
import { AlternateNamed } from "../../../generated/ReviewBoard/ReviewBoard";
import { Seat, SeatHolder } from "../../../generated/schema";

export function handleAlternateNamed(event: AlternateNamed): void {
  const holder = SeatHolder.load(event.params.holder);
  // Nobody's alternate may be taken away from an account that never held a seat.
  if (holder == null) return;
  const seat = Seat.load(holder.seat)!;
  seat.alternate = event.params.alternate.equals(Address.zero()) ? null : event.params.alternate;
  seat.save();
}
