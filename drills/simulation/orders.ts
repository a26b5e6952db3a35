/** What an operator does, and when; milliseconds from the beginning of the load. */
export interface Order {
  readonly at: number;
  readonly does: "evacuate" | "failback" | "forbid";
  readonly cell: string;
  /** Two operators give the same order at once. */
  readonly twice: boolean;
  /** Whoever evacuates says that the cell is gone, rightly or not. */
  readonly homeIsDead: boolean;
}
