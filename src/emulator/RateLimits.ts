/** The documented rates, for those who want to meet them. */

/** Counts the calls of a second, by path. */
export class RateLimits {
  /** Whether calls above the rate are refused. */
  enabled = false
  /** Other rates than the documented ones, in calls a second, by path. */
  rates: ReadonlyMap<string, number> = new Map()
  readonly #counts = new Map<string, { second: number; calls: number }>()

  /** The rate of a path. */
  rateOf(path: string, documented: number): number {
    return this.rates.get(path) ?? documented
  }

  /** Counts a call; answers whether it is within the rate. */
  admit(path: string, documented: number, nowMillis: number): boolean {
    if (!this.enabled) return true
    const second = Math.floor(nowMillis / 1000)
    const count = this.#counts.get(path)
    if (count === undefined || count.second !== second) {
      this.#counts.set(path, { second, calls: 1 })
      return this.rateOf(path, documented) >= 1
    }
    count.calls++
    return count.calls <= this.rateOf(path, documented)
  }

  /** How many calls a path has had in this second. */
  callsOf(path: string): number {
    return this.#counts.get(path)?.calls ?? 0
  }
}
