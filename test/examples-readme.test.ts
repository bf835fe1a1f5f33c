// needs a host: reads the examples
import assert from "node:assert/strict"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { read, root } from "./support/files.ts"

const rows = read("examples/README.md").split("\n").filter((line) => line.startsWith("| [")).map((line) => {
  const [example = "", what = "", runtimes = "", run = ""] = line.slice(2, -2).split(" | ")
  const [, name = "", target = ""] = /^\[(.+)\]\((.+)\)$/.exec(example) ?? []
  return { name, target, what, runtimes, run }
})

const sources = (name: string): ReadonlyArray<string> =>
  name.endsWith("/")
    ? readdirSync(join(root, "examples", name)).filter((file) => file.endsWith(".ts")).map((file) => name + file)
    : [name]

test("the table has every example, and nothing else", () => {
  const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
    .filter(({ name }) => name !== "README.md").map((entry) => entry.isDirectory() ? `${entry.name}/` : entry.name)
  assert.deepEqual(rows.map(({ name }) => name).toSorted(), examples.toSorted())
  for (const { name, runtimes, target, what } of rows) {
    // A folder is a page neither on the site nor in an editor, so its row leads to a file.
    assert.ok(sources(name).includes(target), `${name} leads to ${target}`)
    assert.ok(what !== "" && runtimes !== "", name)
  }
})

test("each example is named by a test, and run by a command whose files exist", () => {
  const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts") && name !== "examples-readme.test.ts")
    .map((name) => read(join("test", name))).join("\n")
  for (const { name, run } of rows) {
    assert.ok(tests.includes(`examples/${name}`), `no test names examples/${name}`)
    if (run === "by its test") continue
    const [file] = /examples\/[\w./-]+/.exec(run) ?? []
    assert.ok(file !== undefined && existsSync(join(root, file)), run)
    assert.ok(file.startsWith(`examples/${name}`), run)
  }
})

test("examples import timkit by its name, as its users do", () => {
  for (const name of rows.flatMap((row) => sources(row.name))) {
    const imported = [...read(`examples/${name}`).matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gm)]
    for (const [, from = ""] of imported) assert.doesNotMatch(from, /^\.\.\//, `${name} imports ${from}`)
  }
})
