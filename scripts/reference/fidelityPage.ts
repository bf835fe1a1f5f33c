/** `docs/fidelity.md`: how far the emulator can be trusted. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { emulator } from "../../src/emulator/mod.ts"
import { routes } from "../../src/emulator/routes.ts"
import { type Domain, domains } from "../../src/endpoints/mod.ts"
import { events } from "../../src/webhook/mod.ts"

const notes = new Map(emulator().coverage.map(({ notes, path }) => [path, notes]))

/** What is written by hand about the whole. */
const head = (): string => readFileSync(fileURLToPath(new URL("fidelity.head.md", import.meta.url)), "utf8").trim()

/** How many endpoints of a domain a note must belong to for it to be told only once. */
const several = 3

const quoted = (names: ReadonlyArray<string>): string => names.map((name) => `\`${name}\``).join(", ")

const section = ({ entries, title }: Domain): string => {
  const all = entries.map(({ endpoint: { path }, implementedBy }) => ({ name: implementedBy, told: notes.get(path) }))
  const byNote = new Map<string, ReadonlyArray<string>>()
  for (const { name, told = [] } of all) for (const note of told) byNote.set(note, [...(byNote.get(note) ?? []), name])
  const shared = [...byNote].filter(([, names]) => names.length >= several)
  const isShared = (note: string) => (byNote.get(note)?.length ?? 0) >= several
  const own = all.map(({ name, told = [] }) => ({ name, told: told.filter((note) => !isShared(note)) }))
    .filter(({ told }) => told.length > 0)
  const plain = all.filter(({ told }) => told?.length === 0).map(({ name }) => name)
  const missing = all.filter(({ told }) => told === undefined).map(({ name }) => name)
  return [
    `### ${title}`,
    [
      ...shared.map(([note, names]) => `- ${names.length === all.length ? "All" : quoted(names)}\n  - ${note}`),
      ...own.map(({ name, told }) => `- \`${name}\`\n${told.map((note) => `  - ${note}`).join("\n")}`)
    ].join("\n"),
    plain.length === 0 ? "" : `Without notes: ${quoted(plain)}.`,
    missing.length === 0 ? "" : `Not emulated: ${quoted(missing)}.`
  ].filter((part) => part !== "").join("\n\n")
}

/** The endpoints that send a webhook, by its command. */
const senders = new Map<string, ReadonlyArray<string>>()
for (const { endpoint: { path }, webhooks } of routes) {
  for (const { name } of webhooks) senders.set(name, [...(senders.get(name) ?? []), path.split("/").at(-1) ?? path])
}

const webhookTable = (): string => {
  const rows = Object.values(events).map(({ blocking, name, title }) =>
    `| \`${name}\` | ${title} | ${blocking ? "yes" : ""} | ${quoted(senders.get(name) ?? [])} |`
  )
  return ["| command | what it says | asks | sent by |", "|---|---|---|---|", ...rows].join("\n")
}

/** The page. */
export const fidelityPage = (): string =>
  `${head()}

## Endpoint by endpoint

What the emulator assumes, simplifies or leaves out. An endpoint without notes does everything that is documented of it.

${domains.map(section).join("\n\n")}

## Webhook by webhook

What calls of the API send. What only clients and other products do, so that no call sends it, is sent by the console or
\`app().webhooks.fire(events["…"], body)\` of the emulator.

${webhookTable()}
`
