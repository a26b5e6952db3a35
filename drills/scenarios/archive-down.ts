import { atLeast, atMost, none } from "../conduct/bounds.ts";
import { SEALED_EVERY as PERIOD } from "../conduct/retention.ts";
import type { DownConsumer } from "./consumer-down.ts";

/** A run takes what an hour has brought within this; seconds. */
const RUN_SECONDS = 30;
/** A start that fails is tried again after one minute and after three; then it is given up, which an alarm sees. */
const GIVEN_UP_SECONDS = 180;
/** CloudWatch looks at whole minutes. */
const MINUTE = 60;

/** Who seals a cell's archive, and countersigns what others have sealed. */
export const archiveDown: DownConsumer = {
  consumer: "archive",
  about: "nothing of a cell is sealed or countersigned for an hour; its archive is whole afterwards",
  claim:
    "Every invocation of the function fails for an hour that seals a cell's archive and countersigns what others " +
    "have sealed. Payments go on as before, and every change of theirs comes to the archive's bucket. An alarm rings " +
    `within ${(PERIOD + GIVEN_UP_SECONDS + MINUTE) / MINUTE} minutes: the next start, which may be five minutes ` +
    "away, is given up after three tries. Afterwards one start seals all of that hour behind the manifest before it, " +
    "the other cell countersigns that, and an audit of the archives finds nothing.",
  alarmWithin: PERIOD + GIVEN_UP_SECONDS + MINUTE,
  caughtUpWithin: 120 + RUN_SECONDS,
  because: "tries are two minutes apart at most, and one takes all objects of that hour",
  strikes: { at: "an object waits to be sealed", when: ({ waiting }) => waiting > 0 },
  async during({ stage, hit, downAt, lasted }) {
    const { changes, unsealed, manifests } = await stage.archived(hit, downAt, downAt + lasted);
    return [
      none("manifests sealed while it is down", manifests),
      atLeast("changes of its cell meanwhile", changes, lasted, "changes"),
      none("of these sealed", changes - unsealed),
    ];
  },
  async after({ stage, hit, downAt, lasted }) {
    const healedAt = downAt + lasted;
    // The other cell has a period of its own.
    await stage.pass(PERIOD);
    const { unsealed } = await stage.archived(hit, downAt, healedAt);
    const { countersignedWithin } = await stage.archived(hit, healedAt, healedAt + 120 + RUN_SECONDS);
    return [
      none("changes of that hour that nothing has sealed", unsealed),
      atMost("what has sealed them is countersigned by the other cell", countersignedWithin, PERIOD + RUN_SECONDS),
    ];
  },
};
