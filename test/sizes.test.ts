// needs a host: bundles programs
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { read } from "./support/files.ts"
import { type Bundle, bundles, type Program, programs, type Size, sizesFile } from "../scripts/sizes.ts"

const made = bundles()
const names = Object.keys(programs) as ReadonlyArray<Program>
const recorded = JSON.parse(readFileSync(sizesFile, "utf8")) as {
  readonly [Name in Program]?: Size & { readonly what: string }
}

/** How much larger or smaller than recorded a program may be. gzip itself differs a little between runtimes. */
const tolerance = 0.05

const isAsRecorded = (name: Program): boolean =>
  Math.abs(made[name].gzip / (recorded[name]?.gzip ?? Number.NaN) - 1) <= tolerance

const table = (): string =>
  names.map((name) => {
    const { gzip } = made[name]
    const before = recorded[name]?.gzip
    const change = before === undefined
      ? "new"
      : `${gzip < before ? "" : "+"}${((gzip / before - 1) * 100).toFixed(1)} %`
    return [name.padEnd(10), String(before ?? "").padStart(7), String(gzip).padStart(7), change.padStart(8)].join(" ") +
      (isAsRecorded(name) ? "" : "  <-- not as recorded")
  }).join("\n")

test("programs weigh what is recorded of them; `npm run sizes` records it anew", () => {
  assert.deepEqual(names.map((name) => recorded[name]?.what), Object.values(programs))
  assert.ok(names.every(isAsRecorded), `bytes, gzipped\n${"".padEnd(10)} before     now   change\n${table()}`)
})

const has = ({ modules }: Bundle, part: RegExp): ReadonlyArray<string> => modules.filter((name) => part.test(name))

test("builders have nothing of Effect in them", () => {
  assert.deepEqual(has(made.builders, /node_modules/), [])
  assert.ok(has(made.effect, /node_modules\/effect\//).length > 0)
})

test("nothing that calls or answers carries Effect's schemas, its loggers or its queues", () => {
  for (const name of ["call", "send", "complete"] as const) {
    assert.deepEqual(has(made[name], /effect\/dist\/(Schema\w*|Config|Logger|Queue|Cron|BigDecimal)\.js$/), [], name)
  }
  assert.deepEqual(has(made.webhook, /effect\/dist\/(Schema\w*|Config|Queue)\.js$/), [])
  assert.ok(has(made.schema, /effect\/dist\/SchemaAST\.js$/).length > 0)
})

test("a program with one service carries neither others, nor metrics, nor what the error codes mean", () => {
  for (const name of ["call", "send"] as const) {
    assert.deepEqual(
      has(made[name], /src\/api\/(?!messages\/)|Metric\.js$|src\/errors\/(ErrorCode|catalogue)/),
      [],
      name
    )
  }
  assert.deepEqual(has(made.call, /src\/api\/messages\/Messages\.ts$/), [])
  assert.deepEqual(has(made.complete, /src\/errors\/(errorCatalogue|catalogue)/), [])
})

for (const readme of ["README.md", "README.zh-CN.md"]) {
  test(`${readme} tells the sizes that are recorded`, () => {
    const text = read(readme)
    for (const name of names) {
      if (name === "catalogue") continue
      const told = `${((recorded[name]?.gzip ?? 0) / 1000).toFixed(1)} kB`
      assert.ok(text.includes(told), `${name}: ${told}`)
    }
  })
}
