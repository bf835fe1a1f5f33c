/** What UserSigs cost, beside the vendor's own signer. */
import type { Measured } from "./support/inside.ts"
import { atMost, type Figure, micros, type Row } from "./support/results.ts"
import { runtimes, start } from "./support/runtimes.ts"

export const usersig: Row = {
  title: "usersig",
  how:
    "A new UserSig beside one of `tls-sig-api-v2`, one after the other, in real time; and a UserSig that is in the " +
    "cache of a client, in CPU time. Measured after the first UserSigs, so that both stand on Node's modules.",
  run: async () => {
    const figures: Array<Figure> = []
    for (const on of runtimes) {
      await using inside = start(on, "usersig")
      const { cached, fresh } = await inside.ask<Record<"cached" | "fresh", Measured>>({})
      figures.push({
        on,
        what: "new",
        measured: micros(fresh.micros),
        against: "tls-sig-api-v2",
        ratio: fresh.ratio,
        goal: atMost(fresh.ratio, 3, "×")
      })
      figures.push({ on, what: "cached", measured: micros(cached.micros), goal: atMost(cached.micros, 1, "µs") })
    }
    return figures
  }
}
