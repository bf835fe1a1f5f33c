/** A failure on its own stage: everything that it can be seen by is caught, and searched. */
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as ErrorReporter from "effect/ErrorReporter"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import type { Canaries } from "./canaries.ts"
import { look } from "./looking.ts"

/** A kind of failure. */
export interface Failure {
  readonly name: string
  readonly happen: (scene: Scene) => Promise<void>
}

const methods = ["debug", "error", "info", "log", "trace", "warn", "dir", "group", "table"] as const

/** A console that keeps what it is told. */
const keepingConsole = (kept: Array<unknown>): Console.Console =>
  Object.assign(
    Object.create(globalThis.console) as Console.Console,
    Object.fromEntries(
      [...methods, "groupCollapsed"].map((name) => [name, (...args: ReadonlyArray<unknown>) => void kept.push(...args)])
    )
  )

/** What is searched after one failure, and what was found. */
export class Scene {
  readonly canaries: Canaries
  readonly failure: string
  /** Places that were looked at. */
  readonly places: Set<string> = new Set()
  readonly violations: Set<string> = new Set()
  found = 0
  readonly #known = new WeakSet<object>()

  constructor(failure: string, canaries: Canaries) {
    this.failure = failure
    this.canaries = canaries
  }

  /** Something that a person or a program may see. */
  look(place: string, value: unknown): void {
    const whole = look(value, this.#known, (form, text) => {
      this.places.add(form === "text" ? place : `${place}: ${form}`)
      const mark = this.canaries.find(text)
      if (mark === undefined) return
      this.found++
      this.violations.add(`${this.failure}: the ${mark} is in ${place} (${form})`)
    })
    if (!whole) this.odd(`${place} leads to more than can be looked at`)
  }

  /** Something else that is wrong: the failure is not what it is meant to be. */
  odd(what: string): void {
    this.violations.add(`${this.failure}: ${what}`)
  }

  /** Runs an effect, and looks at how it ended, and at all that was written, traced and counted meanwhile. */
  async run<A, E>(effect: Effect.Effect<A, E>, options?: { readonly signal?: AbortSignal }): Promise<Exit.Exit<A, E>> {
    const written: Array<unknown> = []
    const spans: Array<Tracer.NativeSpan> = []
    const reported: Array<unknown> = []
    const registry = new Map()
    const loggers = [
      Logger.make((entry) => {
        const { cause, date, fiber, logLevel, message } = entry
        written.push(
          message,
          String(cause),
          Cause.pretty(cause),
          cause,
          { date, logLevel },
          fiber.getRef(References.CurrentLogAnnotations),
          fiber.getRef(References.CurrentLogSpans)
        )
      }),
      ...[Logger.formatSimple, Logger.formatLogFmt, Logger.formatJson].map((logger) =>
        Logger.map(logger, (line) => void written.push(line))
      ),
      Logger.map(Logger.formatStructured, (line) => void written.push(line)),
      Logger.consolePretty({ mode: "tty", colors: false }),
      Logger.consolePretty({ mode: "browser", colors: false }),
      Logger.consoleJson,
      Logger.consoleLogFmt,
      Logger.consoleStructured
    ]
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const reporter = ErrorReporter.make(({ cause, error, attributes }) => void reported.push(cause, error, attributes))
    const told = await overheard(() =>
      Effect.runPromiseExit(
        Effect.gen(function*() {
          const exit = yield* Effect.exit(Effect.withSpan(Effect.withErrorReporting(effect), "around"))
          reported.push(yield* Metric.snapshot, yield* Metric.dump)
          return exit
        }).pipe(
          Effect.annotateLogs("annotated", "yes"),
          Effect.withLogSpan("timed"),
          Effect.provide(Layer.mergeAll(Logger.layer(loggers), ErrorReporter.layer([reporter]))),
          Effect.provideService(References.MinimumLogLevel, "Trace"),
          Effect.provideService(Console.Console, keepingConsole(written)),
          Effect.provideService(Tracer.Tracer, tracer),
          Effect.provideService(Metric.MetricRegistry, registry)
        ),
        options
      )
    )
    const { done } = told
    const exit = Exit.isSuccess(done) ? done.value : Exit.failCause(done.cause)
    this.look("the exit", exit)
    if (Exit.isFailure(exit)) {
      this.look("the cause", exit.cause)
      this.look("the cause, pretty", Cause.pretty(exit.cause))
      for (const error of Cause.prettyErrors(exit.cause)) this.look("the cause's errors", error)
      this.look("the error", Cause.squash(exit.cause))
    }
    for (const entry of written) this.look("the log", entry)
    for (const entry of told.written) this.look("the console", entry)
    for (const { attributes, events, links, name, status } of spans) {
      this.look("spans", { name, attributes: [...attributes], events, links })
      this.look("spans' status", status)
    }
    for (const entry of reported) this.look("metrics and reports", entry)
    return exit
  }

  /** Waits for a promise that shall reject, and looks at the reason and what was written to the console. */
  async rejects(run: () => Promise<unknown>): Promise<unknown> {
    const { done, written } = await overheard(() => run().then((value) => ({ value }), (error: unknown) => ({ error })))
    for (const entry of written) this.look("the console", entry)
    if (!("error" in done)) {
      this.odd("the promise did not reject")
      this.look("the value", done.value)
      return undefined
    }
    this.look("the rejection", done.error)
    return done.error
  }

  /** An answer as a client gets it. */
  async answer(place: string, response: Response): Promise<string> {
    const text = await response.text()
    this.look(`${place}, headers`, [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n"))
    this.look(place, text)
    return text
  }
}

/** Runs something, and keeps what is written to the console of the runtime meanwhile. */
export const overheard = async <A>(
  run: () => Promise<A>
): Promise<{ readonly done: A; readonly written: ReadonlyArray<unknown> }> => {
  const written: Array<unknown> = []
  const console = globalThis.console as unknown as Record<string, unknown>
  const before = methods.map((name) => [name, console[name]] as const)
  for (const name of methods) console[name] = (...args: ReadonlyArray<unknown>) => void written.push(...args)
  try {
    return { done: await run(), written }
  } finally {
    for (const [name, method] of before) console[name] = method
  }
}
