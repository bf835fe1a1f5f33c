/** What the suite has found out, and how it is written down. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { join } from "node:path"
import { bench } from "./runtimes.ts"

/** One line of a table. */
export interface Figure {
  /** The runtime, or what else sets it apart. */
  readonly on: string
  readonly what: string
  readonly measured: string
  /** What it is compared with, where it is. */
  readonly against?: string
  readonly ratio?: number
  readonly goal?: Goal
}

/** What a figure should be. */
export interface Goal {
  readonly says: string
  readonly held: boolean
}

/** A row of the suite: one question, answered by one table. */
export interface Row {
  readonly title: string
  /** How it is measured. */
  readonly how: string
  readonly run: () => Promise<ReadonlyArray<Figure>>
}

/** A goal for a number that should not be above a bound. */
export const atMost = (value: number, bound: number, unit: string): Goal => ({
  says: unit === "×" ? `≤ ×${bound}` : `≤ ${bound} ${unit}`,
  held: value <= bound
})

/** A goal for a number that should not be below a bound. */
export const atLeast = (value: number, bound: number, unit: string): Goal => ({
  says: unit === "×" ? `≥ ×${bound}` : `≥ ${bound} ${unit}`,
  held: value >= bound
})

/** A number with three digits that count. */
export const number = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)))

export const micros = (value: number): string => value >= 10_000 ? `${number(value / 1_000)} ms` : `${number(value)} µs`

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

/** A table in Markdown. */
export const table = (figures: ReadonlyArray<Figure>): string =>
  [
    line(["on", "what", "measured", "compared with", "ratio", "goal", ""]),
    line(Array.from({ length: 7 }, () => "---")),
    ...figures.map(({ against = "", goal, measured, on, ratio, what }) =>
      line([
        on,
        what,
        measured,
        against,
        ratio === undefined ? "" : `×${number(ratio)}`,
        goal?.says ?? "",
        goal === undefined ? "" : goal.held ? "held" : "**missed**"
      ])
    )
  ].join("\n")

const file = join(bench, "RESULTS.md")

/** The parts of the file by their titles, the head under an empty one. */
const parts = (text: string): Map<string, string> =>
  new Map(text.split(/^(?=## )/m).map((part) => [/^## (.*)$/m.exec(part)?.[1] ?? "", part]))

/** Writes down what rows have found out. Rows that did not run keep what stands there. */
export const write = (head: string, found: ReadonlyMap<string, string>, order: ReadonlyArray<string>): void => {
  const known = existsSync(file) ? parts(readFileSync(file, "utf8")) : new Map<string, string>()
  for (const [title, text] of found) known.set(title, `## ${title}\n${text}\n\n`)
  writeFileSync(file, `${[head, ...order.map((title) => known.get(title) ?? "")].join("").trimEnd()}\n`)
}

/** The machine, as far as it matters. */
export const machine = (): string => `${cpus().length} × ${cpus()[0]?.model ?? "CPU"}`
