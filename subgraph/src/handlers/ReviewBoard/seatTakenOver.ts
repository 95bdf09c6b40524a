import { SeatTakenOver } from "../../../generated/ReviewBoard/ReviewBoard";
import { Seat, SeatHolder } from "../../../generated/schema";

export function handleSeatTakenOver(event: SeatTakenOver): void {
  const seat = Seat.load(SeatHolder.load(event.params.holder)!.seat)!;
  seat.takenOverBy = event.params.alternate;
  seat.save();
}
