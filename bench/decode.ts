/** What it costs to read and check an answer, beside `JSON.parse` of the same text. */
import type { Measured } from "./support/inside.ts"
import { atMost, type Figure, micros, type Row } from "./support/results.ts"
import { runtimes, start } from "./support/runtimes.ts"

export const decode: Row = {
  title: "decode",
  how:
    "Reading an answer and checking it against its schema, beside `JSON.parse` of the same text. Nothing is compiled, " +
    "so it costs the same where code may not be made at run time.",
  run: async () => {
    const figures: Array<Figure> = []
    for (const on of runtimes) {
      await using inside = start(on, "decode")
      const found = await inside.ask<Record<string, { readonly decode: Measured }>>({ rounds: 15 })
      for (const [what, { decode: { micros: took, ratio } }] of Object.entries(found)) {
        figures.push({ on, what, measured: micros(took), against: "JSON.parse", ratio, goal: atMost(ratio, 2, "×") })
      }
    }
    return figures
  }
}
