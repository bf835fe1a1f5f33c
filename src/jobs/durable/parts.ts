/** Jobs in parts, the same ones whenever the same lines are cut. */
import { type Chunk, chunksOf } from "../chunks.ts"
import type { Job } from "../Job.ts"
import type { Line } from "../lines.ts"

/** A part of a job. */
export interface Part {
  /** Counts up from 0. */
  readonly number: number
  readonly chunks: ReadonlyArray<Chunk>
  /** Tells its lines and all before from others. */
  readonly digest: string
}

/** How many calls a part has at most. Not to be changed: parts of jobs that go on would no longer be the same. */
const longestCalls = 50

/** How many lines a part has at most, but for those of its last call. Not to be changed, either. */
const longestLines = 2_000

const encoder = new TextEncoder()

const digestOf = async (text: string): Promise<string> =>
  Array.from(
    new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text))),
    (byte) => byte.toString(16).padStart(2, "0")
  ).join("")

/** The lines of a chunk that need a call. */
export const openLines = ({ lines, settled }: Chunk): ReadonlyArray<Line> =>
  lines.filter(({ number }) => !settled.has(number))

/** Cuts lines into parts. */
export async function* partsOf(job: Job, lines: AsyncIterable<Line>): AsyncGenerator<Part, void, undefined> {
  let number = 0
  let digest = ""
  let chunks: Array<Chunk> = []
  let size = 0
  const take = async (): Promise<Part> => {
    const content = chunks.map(({ lines }) => lines.map(({ item, number, text }) => [number, item ?? text]))
    digest = await digestOf(JSON.stringify([digest, content]))
    const part: Part = { number: number++, chunks, digest }
    chunks = []
    size = 0
    return part
  }
  for await (const chunk of chunksOf(job, lines, 0)) {
    chunks.push(chunk)
    size += chunk.lines.length
    if (chunks.length >= longestCalls || size >= longestLines) yield await take()
  }
  if (chunks.length > 0) yield await take()
}
