import { expect, it } from "vitest";
import { patientClock } from "../../../cli/patient-clock.ts";
import { systemClock } from "../../../functions/stores/clock.ts";

it("gives an attempt ten seconds at the least, and is the same clock otherwise", async () => {
  const asked: number[] = [];
  const clock = { ...systemClock(), deadline: (ms: number) => (asked.push(ms), AbortSignal.timeout(ms)) };
  const patient = patientClock(clock);
  patient.deadline(1_000);
  patient.deadline(30_000);
  expect(asked).toEqual([10_000, 30_000]);
  expect(Math.abs(patient.now() - clock.now())).toBeLessThan(1_000);
  await expect(patient.sleep(0)).resolves.toBeUndefined();
});
