/** Tables as lines: each row is an item, whose fields are named by the first row. */
import { parse } from "csv-parse/stream"
import { type JsonSchema, jsonSchemaOf } from "../reference/jsonSchema.ts"
import type { Job } from "./Job.ts"
import type { Line } from "./lines.ts"

/** The fields whose cells are JSON: numbers, lists, objects. All others are texts as they stand. */
const jsonFields = (schema: JsonSchema, found: Set<string> = new Set()): ReadonlySet<string> => {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const kinds = field.anyOf ?? [field]
    if (kinds.every(({ type }) => type !== undefined && type !== "string")) found.add(name)
    for (const inner of [field, ...kinds]) jsonFields(inner, found)
  }
  if (schema.items !== undefined) jsonFields(schema.items, found)
  return found
}

interface Row {
  readonly record: Record<string, string>
  readonly raw: string
  readonly info: { readonly lines: number }
}

/** A row as an item; empty cells are left out. */
const toLine = ({ info, raw, record }: Row, json: ReadonlySet<string>): Line => {
  const item: Record<string, unknown> = {}
  const line = (problem: string | undefined): Line => ({
    number: info.lines,
    // It is fed in again as JSON, which needs no row of names.
    text: problem === undefined ? JSON.stringify(item) : raw.trimEnd(),
    item: problem === undefined ? item : undefined,
    problem
  })
  for (const [name, cell] of Object.entries(record)) {
    if (cell === "") continue
    if (!json.has(name)) {
      item[name] = cell
      continue
    }
    try {
      item[name] = JSON.parse(cell)
    } catch {
      return line(`${name}: is no JSON`)
    }
  }
  return line(undefined)
}

/**
 * Reads a table: comma separated, quoted by `"`, with a first row of field names. A row with more or fewer cells keeps its
 * place, with what is wrong with it.
 */
export async function* csvLines(job: Job, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line, void, undefined> {
  const json = jsonFields(jsonSchemaOf(job.endpoint.request as never))
  const spoilt: Array<Line> = []
  const parser = parse({
    bom: true,
    columns: true,
    info: true,
    raw: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error, raw) => {
      const number = Number((error as { readonly lines?: number } | undefined)?.lines ?? 0)
      spoilt.push({ number, text: String(raw ?? "").trimEnd(), item: undefined, problem: "is no row of the table" })
    }
  })
  const source = bytes[Symbol.asyncIterator]()
  const readable = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done = false, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(value)
    }
  })
  for await (const row of readable.pipeThrough(parser as TransformStream<Uint8Array, Row>)) {
    yield* spoilt.splice(0)
    yield toLine(row, json)
  }
  yield* spoilt
}
