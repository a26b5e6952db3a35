/**
 * What is traced: X-Ray's own rule adds the first request of every second to that, and everything else that a payment
 * starts begins a trace of its own, which at a few payments a second is most of them. Percentages of few are few: of a
 * payment that nobody traced, the journal and the logs tell.
 */
export const traceSampling = { fixedRate: 0.01, reservoirSize: 0 } as const;
