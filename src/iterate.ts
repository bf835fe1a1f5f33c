/** Streams for those who do not use Effect. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/**
 * A stream as an async iterable. Its pages are asked for one by one, each by `run`, so that a page is abandoned as any
 * other call is. (Effect's own `toAsyncIterable` runs them by itself, and brings its loggers along.)
 */
export const iterate = <Item>(
  stream: Stream.Stream<Item, unknown>,
  run: <Done>(effect: Effect.Effect<Done, unknown>) => Promise<Done>
): AsyncIterable<Item> => ({
  async *[Symbol.asyncIterator]() {
    const scope = Scope.makeUnsafe()
    try {
      const pull = await run(Effect.provideService(Stream.toPull(stream), Scope.Scope, scope))
      const next = Effect.catchIf(pull, Cause.isDone, () => Effect.succeed(undefined))
      for (let page = await run(next); page !== undefined; page = await run(next)) yield* page
    } finally {
      await Effect.runPromise(Scope.close(scope, Exit.void))
    }
  }
})
