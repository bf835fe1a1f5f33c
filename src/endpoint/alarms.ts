/** Timers for work that is bounded in time. */

/** Work that is told when its time is over. */
export interface Timed {
  readonly ring: () => void
}

/** What the platform has. */
export interface Timers {
  /** Milliseconds since some moment. They never go back. */
  readonly now: () => number
  /** Does something later. What comes back takes it back. */
  readonly after: (milliseconds: number, ring: () => void) => () => void
  /** Whether a timer may ring for others than who set it. */
  readonly areShared: () => boolean
}

const platform: Timers = {
  now: () => performance.now(),
  after: (milliseconds, ring) => {
    const timer = setTimeout(ring, milliseconds)
    return () => clearTimeout(timer)
  },
  // Workers bind timers to the request that set them: once it is over, they do not ring for others.
  areShared: () => globalThis.navigator?.userAgent !== "Cloudflare-Workers"
}

/**
 * All the work that may take the same time, in the order in which it began, by one timer of the platform. On Deno a timer
 * for each takes as long as a third of a call.
 */
export class Alarm {
  readonly #timers: Timers
  readonly #milliseconds: number
  readonly #whenEmpty: () => void
  /** When the time of each is over. */
  readonly #due = new Map<Timed, number>()
  #takeBack: (() => void) | undefined

  constructor(timers: Timers, milliseconds: number, whenEmpty: () => void) {
    this.#timers = timers
    this.#milliseconds = milliseconds
    this.#whenEmpty = whenEmpty
  }

  /** Work begins. */
  add(work: Timed): void {
    this.#due.set(work, this.#timers.now() + this.#milliseconds)
    if (this.#takeBack === undefined) this.#set(this.#milliseconds)
  }

  /** Work is over. */
  delete(work: Timed): void {
    if (!this.#due.delete(work) || this.#due.size > 0) return
    // A timer that is left would keep the program from ending.
    this.#takeBack?.()
    this.#takeBack = undefined
    this.#whenEmpty()
  }

  #set(milliseconds: number): void {
    this.#takeBack = this.#timers.after(milliseconds, () => this.#ring())
  }

  #ring(): void {
    for (const [work, due] of this.#due) {
      const left = due - this.#timers.now()
      // The timers of some platforms are early by less than a millisecond.
      if (left >= 1) return this.#set(left)
      this.delete(work)
      work.ring()
    }
  }
}

/** Alarms by the time after which they ring. */
export class Alarms {
  readonly #timers: Timers
  readonly #byTime = new Map<number, Alarm>()

  constructor(timers: Timers = platform) {
    this.#timers = timers
  }

  /** What rings for work so many milliseconds after the work was added to it. */
  after(milliseconds: number): Alarm {
    const known = this.#byTime.get(milliseconds)
    if (known !== undefined) return known
    const made = new Alarm(this.#timers, milliseconds, () => this.#byTime.delete(milliseconds))
    if (this.#timers.areShared()) this.#byTime.set(milliseconds, made)
    return made
  }

  /** How many timers are set. */
  get size(): number {
    return this.#byTime.size
  }
}
