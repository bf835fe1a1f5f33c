/**
 * Measures timkit beside others, prints the ratios and writes them to `bench/RESULTS.md`.
 *
 * `npm run bench` measures everything, `npm run bench -- calls decode` those two rows. What is compared with is
 * installed on first use, into `bench/node_modules`.
 */
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { builder } from "./builder.ts"
import { calls } from "./calls.ts"
import { decode } from "./decode.ts"
import { emulator } from "./emulator.ts"
import { growth } from "./growth.ts"
import { limiter } from "./limiter.ts"
import { memory } from "./memory.ts"
import { start } from "./start.ts"
import { usersig } from "./usersig.ts"
import { machine, type Row, table, write } from "./support/results.ts"
import { bench, environment, runtimes, versionOf } from "./support/runtimes.ts"

const rows: ReadonlyArray<Row> = [calls, start, decode, builder, usersig, limiter, emulator, growth, memory]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((title) => !rows.some((row) => row.title === title))
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(", ")}. There are ${rows.map(({ title }) => title).join(", ")}.`)
  process.exit(2)
}

if (!existsSync(join(bench, "node_modules"))) {
  console.log("Installing what timkit is compared with, into bench/node_modules")
  execFileSync("npm", ["ci", "--prefix", bench, "--ignore-scripts", "--no-audit", "--no-fund"], { stdio: "inherit" })
}

const versionOn = (runtime: string): string => {
  const said = execFileSync(runtime, ["--version"], { encoding: "utf8", env: environment })
  return `${runtime} ${/\d+\.\d+\.\d+/.exec(said)?.[0] ?? "?"}`
}

const packages = ["ky", "axios", "ofetch", "stripe", "grammy", "@octokit/core", "stream-chat"]
const versions = [
  ...runtimes.map(versionOn),
  `workerd ${versionOf("workerd")}`,
  `effect ${versionOf("effect")}`,
  `tls-sig-api-v2 ${versionOf("tls-sig-api-v2")}`,
  ...packages.map((name) => `${name} ${versionOf(name, bench)}`)
].join(", ")

const found = new Map<string, string>()
for (const row of rows.filter(({ title }) => wanted.length === 0 || wanted.includes(title))) {
  console.log(`\n${row.title}: ${row.how}\n`)
  const measured = table(await row.run())
  console.log(measured)
  found.set(row.title, `${row.how}\n\n${measured}\n\n${new Date().toISOString().slice(0, 10)}, ${machine()}`)
}

write(
  `Written by \`npm run bench\`. All that is in one table was measured in one run on one machine, in rounds in which each
had its turn; figures are medians over the rounds, and ratios are medians of the rounds' own ratios.

With ${versions}.

`,
  found,
  rows.map(({ title }) => title)
)
