/** What a fuzz notes of its inputs: what was wrong, and how long the slowest took. */

/** How many characters of an input are shown beside what is wrong with it. */
const shown = 300

/** What was wrong, each once, with the first input that showed it. */
export class Findings {
  readonly #found = new Map<string, { readonly input: string; count: number }>()
  /** Milliseconds. */
  slowest = 0

  add(what: string, input: () => string): void {
    const known = this.#found.get(what)
    if (known === undefined) this.#found.set(what, { input: input().slice(0, shown), count: 1 })
    else known.count++
  }

  /** Notes how long an input took, by its beginning in milliseconds. */
  took(begun: number): void {
    const milliseconds = performance.now() - begun
    if (milliseconds > this.slowest) this.slowest = milliseconds
  }

  list(): ReadonlyArray<string> {
    return [...this.#found].map(([what, { count, input }]) => `${what} (${count} times), first with ${input}`)
  }
}

/** Adds one to the count of a name. */
export const countUp = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** Counts in the order of their names, as one text. */
export const tell = (counts: ReadonlyMap<string, number>): string =>
  [...counts].toSorted(([one], [other]) => one < other ? -1 : 1).map(([name, count]) => `${name}: ${count}`).join(", ")
