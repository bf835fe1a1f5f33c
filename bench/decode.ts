/** What it costs to read and check an answer, beside `JSON.parse` of the same text. */
import type { Measured } from "./support/inside.ts"
import { atMost, type Figure, micros, type Row } from "./support/results.ts"
import { runtimes, start } from "./support/runtimes.ts"

const programs = [["decode", "", 5], ["decodeCompiled", ", schemas compiled", 2]] as const

export const decode: Row = {
  title: "decode",
  how:
    "Reading an answer and checking it against its schema, beside `JSON.parse` of the same text. Once as timkit does " +
    "it, and once with `effect/schema/SchemaJITCompiler/enable`, which a program may import where code may be made at " +
    "run time.",
  run: async () => {
    const figures: Array<Figure> = []
    for (const on of runtimes) {
      for (const [program, note, bound] of programs) {
        await using inside = start(on, program)
        const found = await inside.ask<Record<string, { readonly decode: Measured }>>({ rounds: 15 })
        for (const [what, { decode: { micros: took, ratio } }] of Object.entries(found)) {
          figures.push({
            on,
            what: what + note,
            measured: micros(took),
            against: "JSON.parse",
            ratio,
            goal: atMost(ratio, bound, "×")
          })
        }
      }
    }
    return figures
  }
}
