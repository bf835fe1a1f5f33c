// needs a host: reads the guide
import assert from "node:assert/strict"
import { existsSync, readdirSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { test } from "node:test"
import { read, root } from "./support/files.ts"
import { anchorsIn, markdownIn, prose, targetsIn } from "./support/markdown.ts"

const pages = markdownIn("docs")
const files = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")).toSorted(),
  ...markdownIn("examples"),
  ...pages
]

/** What is wrong with a link of a file; nothing if it leads somewhere. */
const problemOf = (file: string, target: string): string | undefined => {
  if (/^(https?|mailto):/.test(target)) return undefined
  if (target.startsWith("/")) return "begins at a root that GitHub and the site do not share"
  const [path = "", anchor] = target.split("#")
  const found = path === "" ? file : normalize(join(dirname(file), path))
  if (found.startsWith("..")) return "leaves the project"
  if (file.startsWith("docs/") && found.endsWith(".md") && !found.startsWith("docs/")) {
    return "leaves the guide, which is all that the site has"
  }
  if (!existsSync(join(root, found))) return "leads to no file"
  if (anchor === undefined) return undefined
  return anchorsIn(read(found)).has(anchor) ? undefined : "leads to no heading"
}

test("the reader of links sees links, pictures, tags and definitions, and no code", () => {
  const text = [
    "[a](one.md) ![b](two.png) <img src=\"three.png\"> [c](<four.md> \"title\")",
    "[d]: five.md",
    "`[e](six.md)` <!-- [f](seven.md) -->",
    "```md",
    "[g](eight.md)",
    "```"
  ].join("\n")
  assert.deepEqual(targetsIn(text).toSorted(), ["five.md", "four.md", "one.md", "three.png", "two.png"])
})

test("the reader of links finds those that lead nowhere", () => {
  assert.equal(problemOf("docs/webhooks.md", "fidelity.md"), undefined)
  assert.equal(problemOf("docs/emulator.md", "#data-files"), undefined)
  assert.equal(problemOf("docs/webhooks.md", "nowhere.md"), "leads to no file")
  assert.equal(problemOf("docs/webhooks.md", "emulator.md#no-such-heading"), "leads to no heading")
  assert.equal(problemOf("docs/webhooks.md", "/emulator.md"), "begins at a root that GitHub and the site do not share")
  assert.equal(problemOf("README.md", "../elsewhere.md"), "leaves the project")
  assert.equal(problemOf("docs/webhooks.md", "../README.md"), "leaves the guide, which is all that the site has")
})

for (const file of files) {
  test(`every link of ${file} leads somewhere`, () => {
    const broken = targetsIn(read(file)).flatMap((target) => {
      const problem = problemOf(file, target)
      return problem === undefined ? [] : [`${target} ${problem}`]
    })
    assert.deepEqual(broken, [])
  })
}

for (const page of pages) {
  test(`${page} has one title`, () => {
    assert.equal(prose(read(page)).match(/^# \S/gm)?.length, 1)
  })
}

test("the table of contents leads to every page of the guide", () => {
  const listed = new Set(targetsIn(read("docs/index.md")))
  const missing = pages.map((page) => page.slice("docs/".length)).filter((page) =>
    page !== "index.md" && !listed.has(page)
  )
  assert.deepEqual(missing, [])
})
