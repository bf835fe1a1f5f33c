/** `docs/errors.md`: every error code, for people. */
import { endpoints } from "../../src/endpoints/mod.ts"
import { ErrorCode, type ErrorName } from "../../src/errors/ErrorCode.ts"
import { errorCatalogue } from "../../src/errors/errorCatalogue.ts"
import { errorNameOf } from "../../src/errors/errorName.ts"
import { retryClassOf } from "../../src/errors/retryClass.ts"
import { table } from "./words.ts"

const paths = endpoints.map(({ endpoint }) => endpoint.path)

/** The calls that mean this by the number, where most others mean something else by it. */
const onlyFor = (name: ErrorName): ReadonlyArray<string> => {
  const code = ErrorCode[name]
  return errorNameOf(code) === name ? [] : paths.filter((path) => errorNameOf(code, path) === name)
}

/** The paths in a few words: the one path, or the services that they are in. */
const inBrief = (all: ReadonlyArray<string>): string =>
  (all.length === 1 ? all : [...new Set(all.map((path) => `${path.slice(0, path.lastIndexOf("/"))}/*`))])
    .map((path) => `\`${path}\``).join(", ")

const names = (Object.keys(ErrorCode) as Array<ErrorName>).toSorted((a, b) => ErrorCode[a] - ErrorCode[b])

const numbers = new Set<number>(Object.values(ErrorCode))

const row = (name: ErrorName): ReadonlyArray<string> => {
  const code = ErrorCode[name]
  const [part, meaning, advice] = errorCatalogue[name]
  const where = onlyFor(name)
  return [
    String(code),
    `\`${name}\``,
    part,
    where.length === 0 ? meaning : `${meaning} (answered to ${inBrief(where)})`,
    `\`${retryClassOf(code, where[0])}\``,
    advice
  ]
}

/** The page. */
export const errorsPage = (): string =>
  `# Error codes

<!-- Written by \`npm run reference\`. Do not edit. -->

The ${numbers.size} codes that the service is known to answer. In a program they have names, so that no number needs to
stand in it: \`ErrorCode.AccountNotFound\` is ${ErrorCode.AccountNotFound}. How to catch one: [failures.md](failures.md).

- **Part**: the part of the service that answers the code. It is \`reason.domain\` of a failure.
- **Class**: what becomes of the call. \`auth\`: once more, with a new UserSig. \`rate-limited\`: nothing was done, later again.
  \`transient\`: something went wrong inside the service, and whether the call took effect is not known; it is made again
  where that does no harm. \`never\`: the same call fails again. More in [reliability.md](reliability.md#what-is-tried-again).
- A few numbers stand in more than one row: to some calls they mean something else. A failure names what its call means.
- A code that is not listed is class \`never\`, and as good a failure as any. Codes of your own come from
  [webhooks](webhooks.md#what-can-be-decided): 10100 to 10200, 38000 to 39000, 120001 to 130000.

${table([["code", "name", "part", "meaning", "class", "what to do"], ...names.map(row)])}
`
