/** What a builder costs beside the object that it makes. */
import type { Measured } from "./support/inside.ts"
import { atMost, type Figure, micros, type Row } from "./support/results.ts"
import { runtimes, start } from "./support/runtimes.ts"

export const builder: Row = {
  title: "builder",
  how: "A message with text, custom element, offline push, sender and receiver, beside the same object as a literal.",
  run: async () => {
    const figures: Array<Figure> = []
    for (const on of runtimes) {
      await using inside = start(on, "builder")
      const { built: { micros: took, ratio } } = await inside.ask<Record<"literal" | "built", Measured>>({})
      const common = { on, what: "a full message", measured: micros(took) }
      figures.push({ ...common, goal: atMost(took, 1, "µs") })
      figures.push({ ...common, against: "the literal", ratio, goal: atMost(ratio, 10, "×") })
    }
    return figures
  }
}
