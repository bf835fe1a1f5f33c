/** Values as text for people: tables and lines that fit a terminal, wide characters counted as two. */
import { displayWidth } from "effect/cli/CliOutput"

const named: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }

/**
 * A text in one line. Messages and names are other people's: characters that a terminal obeys are shown instead.
 */
export const escapeControls = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are the characters that are meant
  text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) =>
    named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)

/** A value in the cell of a table. */
export const cellOf = (value: unknown): string =>
  value === undefined || value === null
    ? ""
    : escapeControls(typeof value === "object" ? JSON.stringify(value) : String(value))

const segmenter = new Intl.Segmenter()

/** A text that takes at most so many columns. */
export const cut = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text
  let kept = ""
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    used += displayWidth(segment)
    if (used > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** A text that takes at least so many columns. */
export const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - displayWidth(text)))

/** Between two columns. */
const gap = "  "

/** What a column keeps at least where there is not enough room for all. */
const narrowest = 8

/** What the other columns give way to before the first does, which mostly holds what is copied. */
const comfortable = 20

/** How wide each column is, in a table of at most `width`; nothing where they do not fit beside each other. */
const fit = (wanted: ReadonlyArray<number>, width: number): ReadonlyArray<number> | undefined => {
  const widths = [...wanted]
  const room = width - gap.length * (widths.length - 1)
  const widestOf = (those: ReadonlyArray<number>): number => those.indexOf(Math.max(...those))
  let over = widths.reduce((sum, each) => sum + each, 0) - room
  for (; over > 0; over--) {
    const others = widths.map((each, column) => column === 0 ? 0 : each)
    const other = widestOf(others)
    const column = (others[other] ?? 0) > comfortable ? other : widestOf(widths)
    const now = widths[column] ?? 0
    if (now <= narrowest) return undefined
    widths[column] = now - 1
  }
  return widths
}

type Row = { readonly [column: string]: unknown }

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value)

const toRow = (value: unknown): Row => isRow(value) ? value : { value }

/** Items as a table with a head, or one below the other where the columns do not fit. */
export const tableOf = (items: ReadonlyArray<unknown>, width: number): string => {
  const rows = items.map(toRow)
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    .filter((name) => rows.some((row) => cellOf(row[name]) !== ""))
  const cells = rows.map((row) => names.map((name) => cellOf(row[name])))
  const wanted = names.map((name, column) =>
    Math.max(displayWidth(name), ...cells.map((row) => displayWidth(row[column] ?? "")))
  )
  const widths = fit(wanted, width)
  if (widths === undefined) return rows.map((row) => linesOf(row, width)).join("\n\n")
  const toLine = (texts: ReadonlyArray<string>) =>
    texts.map((text, column) => pad(cut(text, widths[column] ?? 0), widths[column] ?? 0)).join(gap).trimEnd()
  return [names, widths.map((each) => "-".repeat(each)), ...cells].map(toLine).join("\n")
}

/** An object as lines of name and value; lists of objects in it as tables below. */
export const linesOf = (value: Row, width: number): string => {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const isList = (field: unknown): field is ReadonlyArray<Row> =>
    Array.isArray(field) && field.length > 0 && field.every(isRow)
  const short = fields.filter(([, field]) => !isList(field))
  const names = Math.max(0, ...short.map(([name]) => displayWidth(name)))
  return [
    short.map(([name, field]) => cut(`${pad(name, names)}${gap}${cellOf(field)}`, width)).join("\n"),
    ...fields.flatMap(([name, field]) => isList(field) ? [`${name}:\n${tableOf(field, width)}`] : [])
  ].filter((part) => part !== "").join("\n\n")
}
