import { SeatEnded } from "../../../generated/ReviewBoard/ReviewBoard";
import { Seat, SeatHolder } from "../../../generated/schema";

export function handleSeatEnded(event: SeatEnded): void {
  const seat = Seat.load(SeatHolder.load(event.params.holder)!.seat)!;
  seat.until = event.params.until;
  seat.ended = true;
  seat.save();
}
