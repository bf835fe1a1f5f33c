// needs a host: reads the pages, and has the compiler look at what is in them
import assert from "node:assert/strict"
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { read, root } from "../support/files.ts"
import { type Block, blocksIn, markdownIn } from "../support/markdown.ts"
import { run } from "./project.ts"

const pages = [
  "README.md",
  "README.zh-CN.md",
  "CONTRIBUTING.md",
  "AGENTS.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...markdownIn("docs"),
  ...markdownIn("examples")
]

const blocks: ReadonlyArray<Block & { readonly page: string }> = pages.flatMap((page) =>
  blocksIn(read(page)).map((block) => ({ ...block, page }))
)
const those = (...languages: ReadonlyArray<string>) => blocks.filter(({ language }) => languages.includes(language))

const examples = new Set(
  readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mjs)$/.test(name)).map((name) => read(`examples/${name}`))
)

test("every block of code has a language that is checked", () => {
  const known = new Set(["ts", "ts ignore", "js", "sh", "json", "jsonc", "text"])
  assert.deepEqual(blocks.filter(({ language }) => !known.has(language)).map(({ code, page }) => [page, code]), [])
  assert.ok(those("ts").length > 50)
})

test("code outside docs, whose blocks are run one by one, is that of examples, which are run", () => {
  const others = those("ts", "ts ignore", "js").filter(({ page }) => !page.startsWith("docs/"))
  assert.ok(others.length > 5)
  assert.deepEqual(others.filter(({ code }) => !examples.has(code)).map(({ code, page }) => [page, code]), [])
})

/** The test runner that a block is about. */
const runnerOf = (code: string): readonly [string, ...ReadonlyArray<string>] | undefined => {
  // Bun takes tests of Vitest as its own.
  if (/from "(bun:test|vitest)"/.test(code)) return ["bun", "test"]
  if (code.includes("Deno.test(")) return ["deno", "test", "-A", "--quiet", "--no-check"]
  if (code.includes(`from "node:test"`)) return ["node", "--conditions=timkit-source", "--test"]
  return undefined
}

const folder = join(root, ".tmp/docs-code")
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

/** Blocks that the step for examples leaves out: they are for a test runner, need the real service, or never end. */
const leftOut = those("ts ignore").filter(({ page }) => page.startsWith("docs/")).map((block, index) => {
  const file = join(folder, `${index}.test.ts`)
  writeFileSync(file, `${block.code}\nexport {}\n`)
  return { ...block, file, runner: runnerOf(block.code) }
})

test("what cannot run as an example passes the compiler", async () => {
  // Deno's compiler does not know Bun's tests: these run below.
  const files = leftOut.filter(({ runner }) => runner?.[0] !== "bun").map(({ file }) => file)
  assert.ok(files.length > 0)
  await run(root, "deno", ["check", "--quiet", ...files])
})

for (const { file, page, runner } of leftOut) {
  if (runner === undefined) continue
  const [program, ...args] = runner
  test(`${page}: the tests for ${program} pass (${file.slice(folder.length + 1)})`, async () => {
    await run(root, program, [...args, file])
  })
}

test("blocks of JSON are JSON", () => {
  for (const { code, page } of those("json")) {
    assert.doesNotThrow(() => JSON.parse(code), `${page}: ${code}`)
  }
})

/** The commands of a block, without what surrounds them. */
const commandsIn = (code: string): ReadonlyArray<string> =>
  code.replace(/\\\n\s*/g, " ").split("\n")
    .flatMap((line) => line.replace(/(^|\s)#.*$/, "").split("&&"))
    .map((command) => command.trim()).filter((command) => command !== "")

const scripts = new Set(Object.keys((JSON.parse(read("package.json")) as { readonly scripts: object }).scripts))
const tasks = new Set(Object.keys((JSON.parse(read("deno.json")) as { readonly tasks: object }).tasks))

const files = new Set(
  ["test", "examples", "src", "scripts"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`)
  )
)

/** Whether a command of another program can be what it says. */
const exists = (command: string): boolean => {
  const [, script] = /^(?:npm run(?: -s)?|bun run|bun) ([\w:-]+)/.exec(command) ?? []
  const [, task] = /^deno task (\w+)/.exec(command) ?? []
  const [, file] = /(?:^|\s)((?:test|examples|src|scripts)\/[\w./-]+\.\w+)/.exec(command) ?? []
  if (file !== undefined) return files.has(file)
  if (task !== undefined) return tasks.has(task)
  if (/^(npm|bun|deno) (install|add|test|start)\b/.test(command)) return true
  if (script !== undefined) return scripts.has(script) || command === "bun start"
  return /^(export|curl|git|SIG=|cat|printf|echo) ?/.test(command)
}

/** Commands of `timkit` are parsed by the tests of the command. */
const isOurs = (command: string): boolean =>
  /^(npx |bunx |npm run -s |\w+=\S+ )?timkit\b|\$\(npx timkit|\| (npx )?timkit /.test(command)

test("commands in pages start what is there", () => {
  const commands = those("sh").flatMap(({ code, page }) => commandsIn(code).map((command) => ({ command, page })))
  assert.ok(commands.length > 20)
  assert.deepEqual(commands.filter(({ command }) => !isOurs(command) && !exists(command)), [])
})
