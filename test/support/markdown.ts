/** What tests read out of Markdown. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { root } from "./files.ts"

/** The Markdown files in a folder of the project, and in all folders below it, by their paths from the project's. */
export const markdownIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !/(^|\/)(node_modules|\.vitepress)\//.test(name))
    .map((name) => join(folder, name))
    .toSorted()

/** The text without blocks of code and comments: what is in them is no Markdown. */
export const prose = (text: string): string =>
  text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "").replace(/<!--[\s\S]*?-->/g, "")

/** Where the links, pictures and tags of a page lead, as they are written. */
export const targetsIn = (text: string): ReadonlyArray<string> => {
  const visible = prose(text).replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "")
  const links = visible.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)
  const definitions = visible.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)
  const tags = visible.matchAll(/\b(?:href|src|srcset)="([^"]+)"/g)
  return [...links, ...definitions, ...tags].flatMap(([, target]) => target ?? [])
}

/** The headings of a page as plain text. */
const headingsIn = (text: string): ReadonlyArray<string> =>
  [...prose(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].flatMap(([, heading]) =>
    heading === undefined ? [] : heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "")
  )

/** How GitHub writes a heading into an address. */
const onGitHub = (heading: string): string =>
  heading.toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "").replaceAll(" ", "-")

/** How the site does. */
const onSite = (heading: string): string =>
  heading.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, "-")
    .replace(/^-+|-+$/g, "").replace(/^(\d)/, "_$1").toLowerCase()

const numbered = (slugs: ReadonlyArray<string>): ReadonlySet<string> => {
  const seen = new Map<string, number>()
  return new Set(slugs.map((slug) => {
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    return before === 0 ? slug : `${slug}-${before}`
  }))
}

/** The addresses of a page's headings that are the same on GitHub and on the site. */
export const anchorsIn = (text: string): ReadonlySet<string> => {
  const headings = headingsIn(text)
  const site = numbered(headings.map(onSite))
  return new Set([...numbered(headings.map(onGitHub))].filter((slug) => site.has(slug)))
}

/** The rows of a page's tables, each as its cells, without heads and rules. */
export const rowsIn = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  [...prose(text).matchAll(/^\|.*\|\n\|(?:\s*:?-+:?\s*\|)+\n((?:\|.*\|\n?)*)/gm)].flatMap(([, body]) =>
    (body ?? "").trimEnd().split("\n").map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()))
  )

/** The inline code of a text. */
export const codeIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code ?? [])

/** A block of code, as it stands in a page. */
export interface Block {
  /** What stands behind the fence, for example `ts`. */
  readonly language: string
  readonly code: string
}

/** The blocks of code of a page. */
export const blocksIn = (text: string): ReadonlyArray<Block> =>
  [...text.matchAll(/^(`{3,})([^\n]*)\n([\s\S]*?)^\1$/gm)].map(([, , language = "", code = ""]) => ({
    language: language.trim(),
    code
  }))
