// needs a host: builds the site
import assert from "node:assert/strict"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { before, test } from "node:test"
import { root } from "../support/files.ts"
import { run } from "./project.ts"

const site = join(root, ".tmp/site")
let output = ""

before(async () => {
  output = (await run(root, "node", ["scripts/site.ts"])).stdout
})

const pagesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(site, folder)).filter((name) => name.endsWith(".html")).map((name) => join(folder, name))

/** The file that a link of a page leads to, or nothing where it leads elsewhere. */
const fileOf = (page: string, link: string): string | undefined => {
  if (/^(\w+:|#|\/\/)/.test(link)) return undefined
  const [path = ""] = link.split(/[#?]/)
  if (path === "") return undefined
  const file = path.startsWith("/") ? join(site, path) : resolve(dirname(join(site, page)), path)
  if (path.endsWith("/")) return join(file, "index.html")
  return /\.\w+$/.test(path) && !path.endsWith(".zh-CN") ? file : `${file}.html`
}

test("the site has a page for each page of the guide, and the reference of every entry", () => {
  assert.match(output, /\d+ pages and the reference of \d+ entries/)
  for (const name of readdirSync(join(root, "docs"))) {
    if (name.endsWith(".md")) assert.ok(existsSync(join(site, "docs", name.replace(/\.md$/, ".html"))), name)
  }
  for (const page of ["index.html", "README.zh-CN.html", "api/index.html", "api/groups/index.html"]) {
    assert.ok(statSync(join(site, page)).size > 1_000, page)
  }
})

test("no link of the site leads nowhere", () => {
  const nowhere: Array<string> = []
  let links = 0
  for (const page of ["", "docs", "examples"].flatMap(pagesIn)) {
    const html = readFileSync(join(site, page), "utf8").replace(/<script[\s\S]*?<\/script>/g, "")
    for (const [, link = ""] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
      const file = fileOf(page, link)
      if (file === undefined) continue
      links++
      if (!existsSync(file)) nowhere.push(`${page}: ${link}`)
    }
  }
  assert.ok(links > 100, `${links} links`)
  assert.deepEqual(nowhere, [])
})

test("the site needs nothing from elsewhere", () => {
  for (const page of ["", "docs"].flatMap(pagesIn)) {
    const html = readFileSync(join(site, page), "utf8")
    const loaded = [...html.matchAll(/<(?:script|link|img)\b[^>]*?(?:src|href)="(https?:[^"]+)"/g)].map(([, url]) =>
      url
    )
    assert.deepEqual(loaded, [], page)
  }
})
