/** Lines in the portions in which they are called. */
import type { Job } from "./Job.ts"
import type { Line } from "./lines.ts"
import type { Result } from "./Result.ts"

/** What shares a call, and what lies between that needs none. */
export interface Chunk {
  /** The number of the last line in it. */
  readonly last: number
  readonly lines: ReadonlyArray<Line>
  /** What is known without a call, by the number of its line. */
  readonly settled: ReadonlyMap<number, Result>
}

/** Of how many ids it is known that they came before. Repetitions that are further apart are not seen. */
export const rememberedIds = 200_000

/** How many lines a portion has that needs no call. */
const longest = 1_000

/** Ids, of which the oldest are forgotten. */
class Recent {
  #now = new Map<string, number>()
  #before = new Map<string, number>()

  /** The line in which an id came before; notes it otherwise. */
  note(id: string, line: number): number | undefined {
    const known = this.#now.get(id) ?? this.#before.get(id)
    if (known !== undefined) return known
    this.#now.set(id, line)
    if (this.#now.size >= rememberedIds) {
      this.#before = this.#now
      this.#now = new Map()
    }
    return undefined
  }
}

/** Cuts lines into chunks: neighbours of one group, at most `size` of them that need a call. */
export async function* chunksOf(
  job: Job,
  lines: AsyncIterable<Line>,
  from: number
): AsyncGenerator<Chunk, void, undefined> {
  const ids = new Recent()
  let kept: Array<Line> = []
  let settled = new Map<number, Result>()
  let group: string | undefined
  const take = (): Chunk => {
    const chunk: Chunk = { last: kept.at(-1)?.number ?? 0, lines: kept, settled }
    kept = []
    settled = new Map()
    group = undefined
    return chunk
  }
  for await (const line of lines) {
    // What was settled before is read again for its ids alone.
    if (line.number <= from) {
      if (job.once && line.item !== undefined) ids.note(job.idOf(line.item), line.number)
      continue
    }
    const result = judge(job, line, ids)
    if (result === undefined && line.item !== undefined) {
      const own = job.groupOf(line.item)
      if (group !== undefined && own !== group) yield take()
      group = own
    }
    kept.push(line)
    if (result !== undefined) settled.set(line.number, result)
    if (kept.length - settled.size >= job.size || kept.length >= Math.max(job.size, longest)) yield take()
  }
  if (kept.length > 0) yield take()
}

/** What is known of a line without a call; nothing where it has to be called. */
const judge = (job: Job, { item, number, problem }: Line, ids: Recent): Result | undefined => {
  if (item === undefined) return { line: number, id: "", status: "invalid", info: problem ?? "is no item" }
  const id = job.idOf(item)
  const [issue] = job.issuesOf(item)
  if (issue !== undefined) {
    const info = issue.path === "" ? issue.message : `${issue.path}: ${issue.message}`
    return { line: number, id, status: "invalid", info }
  }
  const before = job.once ? ids.note(id, number) : undefined
  return before !== undefined
    ? { line: number, id, status: "duplicate", info: `the same as in line ${before}` }
    : undefined
}
