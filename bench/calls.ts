/** What a call costs, beside `fetch` alone and beside what others use. */
import type { Measured } from "./support/inside.ts"
import { atMost, type Figure, micros, type Row } from "./support/results.ts"
import { runtimes, start } from "./support/runtimes.ts"

/** How many times the CPU of `fetch` alone a call may take. */
const bounds = { bun: 1.5, deno: 1.25, node: 1.12 }

const others = ["ky", "axios", "ofetch"]

export const calls: Row = {
  title: "calls",
  how:
    "The CPU time of one sent message, from the builder to the decoded answer, with a signature that is known. The " +
    "server runs in another process, eight calls are under way at a time, and the client's rate limit is off.",
  run: async () => {
    const figures: Array<Figure> = []
    await using server = start("bun", "constant")
    const url = await server.ask<string>("url")
    for (const on of runtimes) {
      await using client = start(on, "calls")
      const found = await client.ask<Record<string, Measured>>({ url, rounds: 25, times: 400 })
      for (const [what, { micros: took, ratio }] of Object.entries(found)) {
        const own = found["timkit"]?.micros ?? NaN
        figures.push({
          on,
          what,
          measured: micros(took),
          against: "fetch",
          ratio,
          ...(what === "timkit" ? { goal: atMost(ratio, bounds[on], "×") } : {}),
          ...(others.includes(what) ? { goal: { says: "≥ timkit", held: took >= own } } : {})
        })
      }
    }
    return figures
  }
}
