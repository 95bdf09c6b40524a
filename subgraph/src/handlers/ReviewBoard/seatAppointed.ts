import { SeatAppointed } from "../../../generated/ReviewBoard/ReviewBoard";
import { Seat, SeatHolder } from "../../../generated/schema";
import { Chamber } from "../../enums.gen";
import { seatId } from "../../ids";

export function handleSeatAppointed(event: SeatAppointed): void {
  const seat = new Seat(seatId(event.params.holder, event.params.since));
  seat.holder = event.params.holder;
  seat.chamber = Chamber[event.params.chamber];
  seat.weight = event.params.weight;
  seat.since = event.params.since;
  seat.until = event.params.until;
  seat.affiliation = event.params.affiliation;
  seat.index = event.params.index;
  seat.ended = false;
  seat.appointedTx = event.transaction.hash;
  seat.save();
  const holder = new SeatHolder(event.params.holder);
  holder.seat = seat.id;
  holder.save();
}
