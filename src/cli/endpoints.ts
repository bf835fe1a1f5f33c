/** `timkit endpoints`, and which endpoint is meant by a word. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import type { Entry } from "../reference/Entry.ts"
import { command } from "./command.ts"
import { CommandFailed } from "./failures.ts"
import { showAnswer, showList } from "./output.ts"
import { resolvedFormat } from "./settings.ts"

/** The reference. It is heavy, and only few commands need it. */
export const reference = Effect.promise(() => import("../endpoints/mod.ts"))

const rawPath = /^\/?v4\/\w+\/\w+$/

/** The endpoint that a word means: a path, the end of one, or the method of a service. Any other path is itself. */
export const endpointFor = Effect.fnUntraced(function*(
  word: string
): Effect.fn.Return<Entry | string, CommandFailed> {
  const { endpoints } = yield* reference
  const path = word.replace(/^\//, "")
  const exact = endpoints.find(({ endpoint }) => endpoint.path === path)
  if (exact !== undefined) return exact
  if (rawPath.test(word)) return path
  const meant = endpoints.filter(({ endpoint, implementedBy }) =>
    endpoint.path.endsWith(`/${path}`) || implementedBy === word
  )
  const [only, ...others] = meant
  if (only !== undefined && others.length === 0) return only
  const detail = only === undefined
    ? "no endpoint has this path: it looks like v4/service/command, and timkit endpoints WORDS searches for it"
    : `several endpoints have this name: ${meant.map(({ endpoint }) => endpoint.path).join(", ")}`
  return yield* new CommandFailed({ detail })
})

/** What is said about an endpoint. */
const told = ({ endpoint, implementedBy, title }: Entry, domain: string) => ({
  path: endpoint.path,
  title,
  domain,
  method: implementedBy,
  ratePerSecond: endpoint.ratePerSecond,
  repeatability: endpoint.repeatability,
  ...(endpoint.replacedBy === undefined ? {} : { replacedBy: endpoint.replacedBy }),
  docs: endpoint.docs
})

/** `timkit endpoints`. */
export const endpointsCommand = command(
  "endpoints",
  "Search the endpoints: paths, what they do, how often they may be called, whether calls may be repeated",
  {
    words: Argument.String("words").pipe(
      Argument.withDescription("Words that path, title, domain or method must hold; all endpoints when left out"),
      Argument.variadic()
    )
  },
  Effect.fnUntraced(function*({ words }) {
    const { domains, limitsOf, otherPaths } = yield* reference
    const known = domains.flatMap(({ entries, title }) =>
      entries.map((entry) => ({ entry, row: told(entry, title) as Record<string, unknown> }))
    )
    const others = otherPaths.map((other) => ({
      entry: undefined,
      row: { ...other, domain: "Others, by their path only" } as Record<string, unknown>
    }))
    const matching = [...known, ...others].filter(({ row }) => {
      const text = Object.values(row).join(" ").toLowerCase()
      return words.every((word) => text.includes(word.toLowerCase()))
    })
    const [word = "", ...furtherWords] = words
    const named = furtherWords.length > 0
      ? undefined
      : matching.find(({ row }) => `/${String(row["path"])}`.endsWith(`/${word}`) || row["method"] === word)
    const only = named ?? (matching.length === 1 ? matching[0] : undefined)
    if (only?.entry !== undefined) {
      const { endpoint, errors } = only.entry
      const limits = limitsOf(endpoint).map(({ field, max, min, of }) => ({ field, of, min, max }))
      return yield* showAnswer({ ...only.row, errors, limits })
    }
    const isTable = (yield* resolvedFormat) === "table"
    yield* showList(
      matching.map(({ row }) => isTable ? { path: row["path"], title: row["title"], rate: row["ratePerSecond"] } : row)
    )
  })
).pipe(
  Command.withExamples([
    { command: "timkit endpoints group member", description: "All that is about members of groups" },
    { command: "timkit endpoints sendmsg --format json", description: "With all that is known, for programs" }
  ])
)
