/** What a call costs, beside `fetch` alone and beside what others use. */
import type { Measured } from "./support/inside.ts"
import { atMost, type Figure, micros, type Row } from "./support/results.ts"
import { runtimes, start } from "./support/runtimes.ts"

/** How many times the CPU of `fetch` alone a call may take. */
const bounds = { bun: 1.5, deno: 1.25, node: 1.12 }

const own = "timkit"
const others = ["ky", "axios", "ofetch"]

/** How much is measured. */
const amounts = { rounds: 15, times: 1_000, warmUp: 12_000 }

export const calls: Row = {
  title: "calls",
  how:
    "The CPU time of one sent message, from the builder to the decoded answer, with a signature that is known. The " +
    "server runs in another process, eight calls are under way at a time, and the client's rate limit is off. Each has " +
    "a process of its own, in which it takes turns with `fetch` alone, and has made 12,000 calls before.",
  run: async () => {
    const figures: Array<Figure> = []
    await using server = start("bun", "constant")
    const url = await server.ask<string>("url")
    for (const on of runtimes) {
      const found = new Map<string, Measured>()
      for (const what of [own, ...others]) {
        await using client = start(on, "calls")
        const { fetch, [what]: measured } = await client.ask<Record<string, Measured>>({
          url,
          only: ["fetch", what],
          ...amounts
        })
        if (what === own && fetch !== undefined) found.set("fetch", fetch)
        if (measured !== undefined) found.set(what, measured)
      }
      const ratioOf = (what: string): number => found.get(what)?.ratio ?? NaN
      for (const [what, { micros: took, ratio }] of found) {
        figures.push({
          on,
          what,
          measured: micros(took),
          against: "fetch",
          ratio,
          ...(what === own ? { goal: atMost(ratio, bounds[on], "×") } : {}),
          ...(others.includes(what) ? { goal: { says: "≥ timkit", held: ratio >= ratioOf(own) } } : {})
        })
      }
    }
    return figures
  }
}
