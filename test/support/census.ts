/** Counts what is alive: fibers, spans, timers, and listeners on signals. What is left over at the end has leaked. */
import * as Context from "effect/Context"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"

/** How many of a kind there are. */
export class Tally {
  now = 0
  /** The most that there were at once. */
  most = 0
  /** How many there ever were. */
  total = 0

  begin(): void {
    this.total++
    this.now++
    if (this.now > this.most) this.most = this.now
  }

  end(): void {
    this.now--
  }
}

type Listen = (this: AbortSignal, type: string, listener: unknown, options?: unknown) => void

/** The listeners of one signal. */
class Listeners extends Tally {
  readonly #known = new Set<unknown>()

  has(listener: unknown): boolean {
    return this.#known.has(listener)
  }

  add(listener: unknown): void {
    this.#known.add(listener)
    this.begin()
  }

  delete(listener: unknown): boolean {
    if (!this.#known.delete(listener)) return false
    this.end()
    return true
  }

  /** Forgets all; answers how many there were. */
  clear(): number {
    const { size } = this.#known
    this.#known.clear()
    this.now = 0
    return size
  }
}

/** A count that goes on until it is closed. Only one may go on at a time: it replaces globals. */
export class Census {
  readonly fibers: Tally = new Tally()
  readonly spans: Tally = new Tally()
  readonly timers: Tally = new Tally()
  /** Listeners for `abort`, on all signals. */
  readonly listeners: Tally = new Tally()
  readonly #bySignal = new WeakMap<AbortSignal, Listeners>()
  readonly #restore: ReadonlyArray<() => void>

  constructor() {
    this.#restore = [this.#watchTimers(), this.#watchListeners()]
  }

  /** What counts fibers and spans of effects that run in it. */
  get context(): Context.Context<never> {
    const { fibers, spans } = this
    class CountedSpan extends Tracer.NativeSpan {
      override end(...how: Parameters<Tracer.NativeSpan["end"]>): void {
        if (this.status._tag !== "Ended") spans.end()
        super.end(...how)
      }
    }
    const tracer = Tracer.make({
      span: (options) => {
        spans.begin()
        return new CountedSpan(options)
      }
    })
    const metrics: Metric.FiberRuntimeMetricsService = {
      recordFiberStart: () => fibers.begin(),
      recordFiberEnd: () => fibers.end()
    }
    return Context.make(Tracer.Tracer, tracer).pipe(Context.add(Metric.FiberRuntimeMetrics, metrics))
  }

  /** The listeners of a signal. */
  on(signal: AbortSignal): Tally {
    return this.#of(signal)
  }

  close(): void {
    for (const restore of this.#restore) restore()
  }

  #of(signal: AbortSignal): Listeners {
    const known = this.#bySignal.get(signal)
    if (known !== undefined) return known
    const made = new Listeners()
    this.#bySignal.set(signal, made)
    // The first listener that the signal calls: once it aborts, the others are gone by themselves.
    EventTarget.prototype.addEventListener.call(signal, "abort", () => {
      for (let left = made.clear(); left > 0; left--) this.listeners.end()
    }, { once: true })
    return made
  }

  #watchListeners(): () => void {
    // Both are inherited from EventTarget, whose other children are left alone.
    const prototype = AbortSignal.prototype as unknown as Record<string, unknown>
    const { addEventListener, removeEventListener } = EventTarget.prototype as unknown as Record<string, Listen>
    if (addEventListener === undefined || removeEventListener === undefined) throw new Error("no event targets")
    const { listeners: all } = this
    const known = this.#bySignal
    const of = (signal: AbortSignal) => this.#of(signal)
    const add: Listen = function(type, listener, options) {
      if (type === "abort" && !this.aborted) {
        const listeners = of(this)
        if (!listeners.has(listener)) {
          listeners.add(listener)
          all.begin()
        }
      }
      addEventListener.call(this, type, listener, options)
    }
    const remove: Listen = function(type, listener, options) {
      if (type === "abort" && known.get(this)?.delete(listener) === true) all.end()
      removeEventListener.call(this, type, listener, options)
    }
    Object.assign(prototype, { addEventListener: add, removeEventListener: remove })
    return () => {
      delete prototype["addEventListener"]
      delete prototype["removeEventListener"]
    }
  }

  #watchTimers(): () => void {
    const { clearTimeout, setTimeout } = globalThis
    const { timers } = this
    const pending = new Set<unknown>()
    const set = (run: (...args: ReadonlyArray<unknown>) => void, millis?: number, ...args: ReadonlyArray<unknown>) => {
      const handle = setTimeout(() => {
        if (pending.delete(handle)) timers.end()
        run(...args)
      }, millis)
      pending.add(handle)
      timers.begin()
      return handle
    }
    const clear = (handle: Parameters<typeof clearTimeout>[0]) => {
      if (pending.delete(handle)) timers.end()
      clearTimeout(handle)
    }
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear })
    return () => void Object.assign(globalThis, { setTimeout, clearTimeout })
  }
}
