/** How far a job is, from results as they come. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { count, type Counts, noCounts, type Progress, type Result } from "./Result.ts"

/** How often the speed is looked at, in milliseconds. */
const speedEvery = 100

/** Speeds of the last seconds. */
class Speed {
  readonly #times: Array<readonly [at: number, settled: number]> = []

  note(at: number, settled: number): number {
    const [latest] = this.#times.at(-1) ?? [-Infinity]
    if (at - latest >= speedEvery) {
      this.#times.push([at, settled])
      while (this.#times.length > 2 && at - (this.#times[0]?.[0] ?? at) > 10_000) this.#times.shift()
    }
    const [since, before] = this.#times[0] ?? [at, settled]
    return at === since ? 0 : (settled - before) / (at - since) * 1_000
  }
}

const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, each) => sum + each, 0)

/** Counts results, and tells how far the job is with them. */
export const makeProgress = (total: number | undefined, earlier: Counts = noCounts) => {
  const speed = new Speed()
  let counts = earlier
  return (results: ReadonlyArray<Result>): Effect.Effect<Progress> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      counts = count(counts, results)
      const settled = sumOf(counts)
      const perSecond = speed.note(now, settled)
      const secondsLeft = total === undefined || perSecond === 0 ? undefined : Math.max(0, total - settled) / perSecond
      return { counts, settled, perSecond, total, secondsLeft }
    })
}
