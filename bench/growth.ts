/** What a call to the emulator costs as what it holds grows. */
import type { Kind } from "./inside/growth.ts"
import { sideBySide } from "./support/inside.ts"
import { atMost, type Figure, micros, type Row } from "./support/results.ts"
import { start } from "./support/runtimes.ts"

const sizes: Record<Kind, ReadonlyArray<number>> = {
  accounts: [1_000, 10_000, 100_000, 1_000_000],
  members: [100, 1_000, 10_000, 80_000],
  messages: [1_000, 10_000, 100_000, 1_000_000]
}

/** A process for each size, so that each bears the memory of its own only. They take turns. */
const grow = async (kind: Kind): Promise<ReadonlyArray<Figure>> => {
  await using processes = new AsyncDisposableStack()
  const figures: Array<Figure> = []
  const emulators = sizes[kind].map((size) => ({ size, inside: processes.use(start("node", "growth")) }))
  let calls: ReadonlyArray<string> = []
  for (const { inside, size } of emulators) calls = await inside.ask<ReadonlyArray<string>>({ fill: kind, size })
  for (const call of calls) {
    let used = 0
    const contestants = emulators.map(({ inside, size }) => [String(size), async (times: number) => {
      used += await inside.ask<number>({ call, times })
    }])
    const found = await sideBySide(
      Object.fromEntries(contestants) as Record<string, (times: number) => Promise<void>>,
      { clock: () => used, rounds: 11, times: 1_000 }
    )
    for (const { size } of emulators) {
      const { micros: took, ratio } = found[String(size)] ?? { micros: NaN, ratio: NaN }
      figures.push({
        on: `${size.toLocaleString("en")} ${kind}`,
        what: call,
        measured: micros(took),
        against: `${sizes[kind][0]?.toLocaleString("en")} ${kind}`,
        ratio,
        goal: atMost(ratio, 1.5, "×")
      })
    }
  }
  return figures
}

export const growth: Row = {
  title: "growth",
  how:
    "The CPU time of a call to an emulator in the same process on Node, by how much the emulator holds. Each size has " +
    "a process of its own. A group has at most 100,000 members, and there must be room for those who are added.",
  run: async () => [...await grow("accounts"), ...await grow("members"), ...await grow("messages")]
}
