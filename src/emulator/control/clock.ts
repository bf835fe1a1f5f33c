/** The emulator's time, for the control API. */
import type { World } from "../World.ts"
import type { ClockState } from "./schemas.ts"

/** What the clock shows. Servers live in the machine's time. */
export const clockState = ({ clock }: World): (typeof ClockState)["Type"] => ({
  now: clock.now(machine),
  frozen: clock.isFrozen,
  offset: clock.offset(machine)
})

/** The machine's time. */
export const machine = { currentTimeMillisUnsafe: () => Date.now() }
