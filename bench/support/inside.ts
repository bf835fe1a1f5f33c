/** What programs share that run on each runtime: answering the suite, and measuring side by side. */
import process from "node:process"
import { createInterface } from "node:readline"

/** Answers the suite's questions, one a line, until there are no more. */
export const answering = async <Question>(answer: (question: Question) => unknown): Promise<void> => {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(JSON.parse(line) as Question) ?? null))
  }
  process.exit(0)
}

/** The value in the middle. */
export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2
}

/** The microseconds of CPU that the process has used, all its threads together. */
export const cpu = (): number => {
  const { system, user } = process.cpuUsage()
  return system + user
}

/** The microseconds that have passed. */
export const wall = (): number => performance.now() * 1_000

/** Collects garbage, where the runtime lets it be done. */
export const collect = (): void => {
  const { Bun, gc } = globalThis as { gc?: () => void; Bun?: { gc(synchronously: boolean): void } }
  if (Bun !== undefined) Bun.gc(true)
  else gc?.()
}

/** What is measured: does its work so many times. */
export type Contestant = (times: number) => unknown

/** What came of a contestant. */
export interface Measured {
  /** Microseconds each time: the median of the rounds. */
  readonly micros: number
  /** How many times as much as the first contestant: the median of the rounds' own ratios. */
  readonly ratio: number
}

/** How contestants are measured. */
export interface Rounds {
  readonly rounds: number
  /** How often each does its work in a round. */
  readonly times: number
  /**
   * How often each does its work before anything is measured, for the compilers of the runtimes to do theirs. Two rounds
   * when left out. Code that waits for a network needs some ten thousand times.
   */
  readonly warmUp?: number
  /** The clock, in microseconds. */
  readonly clock: () => number
}

/**
 * Measures contestants in rounds in which each has its turn, so that whatever the machine does meanwhile hits all alike.
 * Each round begins with another one. The first contestant is what the others are compared with.
 */
export const sideBySide = async <Name extends string>(
  contestants: Record<Name, Contestant>,
  { clock, rounds, times, warmUp = 2 * times }: Rounds
): Promise<Record<Name, Measured>> => {
  const names = Object.keys(contestants) as Array<Name>
  const taken = new Map<Name, Array<number>>(names.map((name) => [name, []]))
  for (const name of names) await contestants[name](warmUp)
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as Name
      const from = clock()
      await contestants[name](times)
      taken.get(name)?.push((clock() - from) / times)
    }
  }
  const [first] = taken.values()
  return Object.fromEntries(names.map((name) => {
    const own = taken.get(name) ?? []
    const ratio = median(own.map((value, round) => value / (first?.[round] ?? NaN)))
    return [name, { micros: median(own), ratio }]
  })) as Record<Name, Measured>
}

/** Does something so many times, with so many under way. */
export const lanes = async (times: number, width: number, work: (index: number) => Promise<unknown>): Promise<void> => {
  let next = 0
  const lane = async () => {
    while (next < times) await work(next++)
  }
  await Promise.all(Array.from({ length: width }, lane))
}
