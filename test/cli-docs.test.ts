// needs a host: reads the guides
import assert from "node:assert/strict"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import type * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import { exitCodes } from "../src/cli/exitCodes.ts"
import { settings } from "../src/cli/settings.ts"
import { timkit as tree } from "../src/cli/timkit.ts"
import { timkit } from "./support/commandLine.ts"
import { read, root } from "./support/files.ts"

interface Leaf {
  readonly path: ReadonlyArray<string>
  readonly command: Command.Command.Any
  readonly descriptor: Completions.CommandDescriptor
}

const subcommandsOf = ({ subcommands }: Command.Command.Any) => subcommands.flatMap(({ commands }) => commands)

/** Every command that does something. */
const leavesOf = (
  command: Command.Command.Any,
  descriptor: Completions.CommandDescriptor,
  path: ReadonlyArray<string>
): ReadonlyArray<Leaf> => {
  const inner = subcommandsOf(command)
  return inner.length === 0 ? [{ path, command, descriptor }] : inner.flatMap((sub) => {
    const described = descriptor.subcommands.find(({ name }) => name === sub.name)
    assert.ok(described !== undefined, sub.name)
    return leavesOf(sub, described, [...path, sub.name])
  })
}

const leaves = leavesOf(tree, Completions.fromCommand(tree), ["timkit"])

const withExamples = (command: Command.Command.Any): ReadonlyArray<Command.Command.Any> => [
  command,
  ...subcommandsOf(command).flatMap(withExamples)
]

const usageOf = ({ descriptor, path }: Leaf): string =>
  [
    ...path,
    ...descriptor.arguments.map(({ name, required, variadic }) => {
      const word = `${name.toUpperCase()}${variadic ? "…" : ""}`
      // Of a list that may be empty Effect says as well that it is required.
      return required && name !== "words" ? word : `[${word}]`
    })
  ].join(" ")

const guide = read("docs/cli.md")

/** The rows of the table whose first cells begin so. */
const rowsThat = (begin: RegExp): ReadonlyArray<string> => guide.split("\n").filter((line) => begin.test(line))

test("the guide has a row for each command, as the tree has it", () => {
  const rows = leaves.map((leaf) =>
    `| \`${usageOf(leaf)}\` | ${leaf.command.shortDescription ?? leaf.command.description} |`
  )
  assert.deepEqual(rowsThat(/^\| `timkit /), rows)
})

test("the guide and the help have the table of exit codes", async () => {
  assert.deepEqual(
    rowsThat(/^\| \d+ \|/),
    Object.entries(exitCodes).map(([code, meaning]) => `| ${code} | ${meaning} |`)
  )
  const { stdout } = await timkit(["--help"])
  for (const meaning of Object.values(exitCodes)) assert.ok(stdout.includes(meaning), meaning)
})

test("the guide names every flag that all commands take", () => {
  for (const { id } of settings) assert.ok(guide.includes(`\`--${id}`), id)
})

/** The words of a line of a shell, command by command, without what is redirected. */
const wordsIn = (line: string): ReadonlyArray<ReadonlyArray<string>> => {
  const commands: Array<Array<string>> = [[]]
  let isTarget = false
  for (const [token] of line.matchAll(/#.*$|\|{1,2}|&&|;|\d?[<>]+|(?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s|;<>"'])+/g)) {
    if (token.startsWith("#")) break
    if (/^(\|{1,2}|&&|;)$/.test(token)) commands.push([])
    else if (/^\d?[<>]+$/.test(token)) isTarget = true
    else if (isTarget) isTarget = false
    else {
      commands.at(-1)?.push(
        token.replace(
          /"((?:\\.|[^"])*)"|'([^']*)'/g,
          (_, double: string | undefined, single: string) => double?.replace(/\\(.)/g, "$1") ?? single
        )
      )
    }
  }
  return commands
}

/** The arguments of every call of the command in a text of a shell. */
const callsIn = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text.replace(/\\\n\s*/g, " ").replace(/\$\(([^)]*)\)/g, "; $1 ;").split("\n").flatMap(wordsIn).flatMap((words) => {
    const rest = words.slice(words.findIndex((word) => !/^\w+=/.test(word)))
    const program = rest[0] === "npx" ? rest.slice(1) : rest
    return program[0] === "timkit" ? [program.slice(1)] : []
  })

const shellBlocks = (markdown: string): string =>
  [...markdown.matchAll(/```(?:sh|bash|console)\n([^]*?)```/g)].map(([, block = ""]) => block).join("\n")

const guides = [
  "README.md",
  "README.zh-CN.md",
  ...readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)
]

const isUnderstood = async (args: ReadonlyArray<string>, where: string) => {
  const { code, stderr } = await timkit(args, { onlyParsed: true })
  assert.equal(code, 0, `${where}: timkit ${args.join(" ")}\n${stderr}`)
}

test("every line of the guides that calls the command is understood", async () => {
  let lines = 0
  for (const name of guides) {
    for (const args of callsIn(shellBlocks(read(name)))) {
      await isUnderstood(args, name)
      lines++
    }
  }
  assert.ok(lines >= 40, `${lines} lines`)
})

test("every example of the help is understood", async () => {
  const examples = withExamples(tree).flatMap(({ examples }) => examples.map(({ command }) => command))
  assert.ok(examples.length >= 20)
  for (const example of examples) {
    const calls = callsIn(example)
    assert.equal(calls.length, 1, example)
    for (const args of calls) await isUnderstood(args, "help")
  }
})

test("a line that is not understood is found", async () => {
  await assert.rejects(isUnderstood(["group", "mute", "readers", "bob"], "here"))
  await assert.rejects(isUnderstood(["send", "--nonsense"], "here"))
  assert.deepEqual(
    callsIn("A=1 npx timkit call sendmsg '{\"a\": \"b\"}' < in > out # more\ntimkit a | timkit b \"c d\""),
    [
      ["call", "sendmsg", "{\"a\": \"b\"}"],
      ["a"],
      ["b", "c d"]
    ]
  )
})
