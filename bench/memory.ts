/** What calls and messages take in memory. */
import { atMost, type Figure, number, type Row } from "./support/results.ts"
import { runtimes, start } from "./support/runtimes.ts"

const bytes = (value: number): string => `${number(value)} B`

export const memory: Row = {
  title: "memory",
  how:
    "10,000 calls that wait for their answers, beside as many calls of the same `fetch` alone; and a million messages " +
    "in the emulator, beside the bytes of their JSON. By the heap in use after garbage was collected.",
  run: async () => {
    const figures: Array<Figure> = []
    for (const on of runtimes) {
      {
        await using inside = start(on, "memory")
        const more = await inside.ask<number>("inFlight")
        figures.push({
          on,
          what: "a call under way, beyond fetch",
          measured: bytes(more),
          goal: atMost(more, 2_000, "B")
        })
      }
      await using inside = start(on, "memory")
      const { held, json } = await inside.ask<{ readonly held: number; readonly json: number }>("stored")
      figures.push({
        on,
        what: "a message in the emulator, beyond its JSON",
        measured: bytes(held - json),
        against: `its JSON, ${bytes(json)}`,
        ratio: held / json,
        goal: atMost(held - json, 600, "B")
      })
    }
    return figures
  }
}
