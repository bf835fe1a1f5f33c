/** `docs/endpoints.md`: every endpoint, for people. */
import {
  domains,
  endpoints,
  type Entry,
  type JsonSchema,
  jsonSchemaOf,
  type OtherPath,
  otherPaths
} from "../../src/endpoints/mod.ts"
import { limitsIn } from "../../src/reference/limits.ts"
import { shapeName, shapes } from "./shapes.ts"
import { codeInWords, count, limitInWords } from "./words.ts"

const methods = new Map(endpoints.map(({ endpoint, implementedBy }) => [endpoint.path, implementedBy]))

/** What becomes of a second call, in a few words. */
const repeated = {
  safe: "only reads",
  repeatable: "may be repeated",
  "dedup-by-random": "repeated with the same random number it counts once",
  "not-repeatable": "must not be repeated"
} as const

const forHowLong = (seconds: number): string =>
  seconds === Infinity ? "" : ` (for ${count(seconds)} ${seconds === 1 ? "second" : "seconds"})`

/** The name of a heading as the address that Markdown gives it. */
const anchor = (title: string): string => title.toLowerCase().replace(/[^a-z0-9 -]/g, "").replaceAll(" ", "-")

const limitsOfSchema = (schema: JsonSchema): ReadonlyArray<string> =>
  limitsIn(schema, "", (inner) => inner !== schema && shapeName(inner) !== undefined)
    .flatMap((limit) => limitInWords(limit) ?? [])

const section = (entry: Entry): string => {
  const { endpoint, errors, implementedBy, title } = entry
  const { deduplicatedFor, docs, maxBodyBytes, path, ratePerSecond, repeatability, replacedBy } = endpoint
  const limits = [
    ...limitsOfSchema(jsonSchemaOf(endpoint.request)),
    ...(maxBodyBytes === undefined ? [] : [`the body ${count(maxBodyBytes)} bytes`])
  ]
  const successor = replacedBy === undefined ? undefined : methods.get(replacedBy)
  return [
    `### ${implementedBy}`,
    "",
    `${title}.${successor === undefined ? "" : ` **Deprecated**: use \`${successor}\`.`}`,
    "",
    `\`POST ${path}\`, ${count(ratePerSecond)} a second, ${repeated[repeatability]}${
      forHowLong(deduplicatedFor)
    }. [Vendor's page](${docs})`,
    ...(limits.length === 0 ? [] : ["", `Limits: ${limits.join(", ")}.`]),
    ...(errors.length === 0 ? [] : ["", `Codes: ${errors.map((code) => codeInWords(code, entry)).join(", ")}.`])
  ].join("\n")
}

const shared = (name: string, title: string): string => {
  const limits = limitsOfSchema(shapes[name] ?? {})
  return `### ${title}\n\nLimits: ${limits.join(", ")}.`
}

const row = ({ docs, path, title }: OtherPath): string =>
  `| \`${path}\` | ${docs === undefined ? title : `[${title}](${docs})`} |`

/** The page. */
export const endpointsPage = (): string =>
  `# Endpoints

<!-- Written by \`npm run reference\`. Do not edit. -->

The ${endpoints.length} endpoints of the REST API that have a method, with what is known of each: the method that calls it, its
path, how many calls a second an app is granted, whether a call may be made twice, the limits of its fields, and the
codes with which it is known to refuse. Any endpoint can also refuse with the codes of the gateway and of UserSigs.

Limits of texts are bytes in UTF-8. Methods that take lists of any length cut them into calls by these limits. The same
is there for programs: \`timkit/endpoints\` as values, \`timkit/endpoints.json\`, and \`timkit/openapi.json\`.

${domains.map(({ entries, title }) => `- [${title}](#${anchor(title)}), ${entries.length}`).join("\n")}
- [Shapes](#shapes)
- [Other paths](#other-paths), ${otherPaths.length}

${domains.map(({ entries, title }) => `## ${title}\n\n${entries.map(section).join("\n\n")}`).join("\n\n")}

## Shapes

What several endpoints have in common, and is left out above.

${shared("MessageElement", "Elements of a message")}

${shared("OfflinePushInfo", "Offline push")}

## Other paths

Known to exist, but not well enough documented for a method. \`client.call(path, body)\` sends what it is given, as it
is; the emulator refuses these paths.

| path | what it seems to do |
|---|---|
${otherPaths.map(row).join("\n")}
`
