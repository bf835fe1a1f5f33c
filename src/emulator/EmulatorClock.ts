/** The emulator's time: that of the program, unless it is set, moved on or stopped. */
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** The program's time. */
type Base = Pick<Clock.Clock, "currentTimeMillisUnsafe">

/** A clock that can be set, moved on and stopped. Only what is told is changed: who waits, waits in the program's time. */
export class EmulatorClock {
  /** How far it is ahead of the program's time, in milliseconds. */
  #offset = 0
  /** Where it stands; nothing while it goes. */
  #stoppedAt: number | undefined

  get isFrozen(): boolean {
    return this.#stoppedAt !== undefined
  }

  /** Milliseconds since 1970. */
  now(clock: Base): number {
    return this.#stoppedAt ?? clock.currentTimeMillisUnsafe() + this.#offset
  }

  /** How far it is ahead of the program's time, in milliseconds. */
  offset(clock: Base): number {
    // The program's time goes on between two looks at it.
    return this.#stoppedAt === undefined ? this.#offset : this.#stoppedAt - clock.currentTimeMillisUnsafe()
  }

  /** Sets it to milliseconds since 1970. */
  set(millis: number, clock: Base): void {
    if (this.#stoppedAt !== undefined) this.#stoppedAt = millis
    else this.#offset = millis - clock.currentTimeMillisUnsafe()
  }

  /** Moves it on, or back. */
  advance(millis: number): void {
    if (this.#stoppedAt !== undefined) this.#stoppedAt += millis
    else this.#offset += millis
  }

  /** Stops it where it is, or lets it go on from there. */
  freeze(frozen: boolean, clock: Base): void {
    const now = this.now(clock)
    this.#stoppedAt = frozen ? now : undefined
    if (!frozen) this.#offset = now - clock.currentTimeMillisUnsafe()
  }

  /** Back to the program's time. */
  reset(): void {
    this.#stoppedAt = undefined
    this.#offset = 0
  }

  /** The program's clock with this time. The same clock where nothing was changed. */
  over(clock: Clock.Clock): Clock.Clock {
    return this.#stoppedAt === undefined && this.#offset === 0 ? clock : this.#changed(clock)
  }

  #changed(clock: Clock.Clock): Clock.Clock {
    const now = () => this.now(clock)
    const nanos = () => BigInt(Math.round(this.now(clock))) * 1_000_000n
    return {
      currentTimeMillisUnsafe: now,
      currentTimeMillis: Effect.sync(now),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: clock.monotonicTimeNanos,
      sleep: (duration) => clock.sleep(duration)
    }
  }
}
