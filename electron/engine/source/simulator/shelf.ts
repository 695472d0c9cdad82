/** So many of a stock that are kept for somebody until he buys them, gives them back, or his time is over. */
export interface Reservation {
  readonly tickets: number;
  readonly untilS: number;
  isHeld: boolean;
}

/** A stock and its reservations: what remains, is held, and was sold is always what was released. */
export class Shelf {
  remaining = 0;
  held = 0;
  private readonly holdsS: number;
  /** In the order in which they end. */
  private queue: Reservation[] = [];
  private head = 0;

  constructor(holdsS: number) {
    this.holdsS = holdsS;
  }

  release(tickets: number): void {
    this.remaining += tickets;
  }

  /** Undefined where there are not so many. */
  reserve(tickets: number, second: number): Reservation | undefined {
    if (tickets > this.remaining) return undefined;
    const reservation = { tickets, untilS: second + this.holdsS, isHeld: true };
    this.remaining -= tickets;
    this.held += tickets;
    this.queue.push(reservation);
    return reservation;
  }

  /** Ends a reservation: what it held is sold, or can be had again. */
  end(reservation: Reservation, isSold: boolean): void {
    reservation.isHeld = false;
    this.held -= reservation.tickets;
    if (!isSold) this.remaining += reservation.tickets;
  }

  /** Sells what is no longer held for the buyer. Returns how many of it nobody has. */
  sellLate(tickets: number): number {
    const missing = Math.max(0, tickets - this.remaining);
    this.remaining -= tickets - missing;
    return missing;
  }

  /** All that is due comes back. Returns how many. */
  expire(second: number): number {
    let expired = 0;
    for (let due = this.queue[this.head]; due !== undefined && due.untilS <= second; due = this.queue[this.head]) {
      this.head++;
      if (!due.isHeld) continue;
      this.end(due, false);
      expired += due.tickets;
    }
    if (this.head > 10_000) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    return expired;
  }
}
