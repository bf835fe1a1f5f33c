/**
 * The pages of the site, out of the files that a reader of the repository sees: nothing is written for the site alone.
 * Pages keep their paths, so that their links stay what they are; a file of code becomes a page that shows it.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, extname, join } from "node:path"

/** Files beside `docs/` and `examples/` that are pages, and what the site calls them where that differs. */
const topLevel: { readonly [file: string]: string } = {
  "README.md": "index.md",
  "README.zh-CN.md": "README.zh-CN.md",
  "CHANGELOG.md": "CHANGELOG.md",
  "CONTRIBUTING.md": "CONTRIBUTING.md",
  "AGENTS.md": "AGENTS.md",
  "SECURITY.md": "SECURITY.md",
  "LICENSE": "LICENSE.md"
}

const isCode = (file: string): boolean => [".ts", ".mjs", ".jsonc", ".toml"].includes(extname(file))

/** Links of a page as they are on the site: to pages that show code, and to the page that begins it. */
const relink = (text: string): string =>
  text
    .replace(/(\]\((?!https?:)[^)\s#]+\.(?:ts|mjs|jsonc|toml))\)/g, "$1.md)")
    .replace(/(\]\((?:[\w.-]+\/)*)README\.md(?=[)#])/g, "$1index.md")
    .replace(/(\]\((?:\.\.?\/)*)LICENSE\)/g, "$1LICENSE.md)")
    // Pictures that are written as tags are taken for modules where nothing says that they are files.
    .replace(/(src|srcset)="docs\//g, "$1=\"./docs/")

const codePage = (file: string, code: string): string =>
  `# ${file}\n\n\`\`\`${extname(file).slice(1).replace("mjs", "js")}\n${code}\`\`\`\n`

/** A heading of the table of contents and the pages below it. */
export interface Chapter {
  readonly text: string
  readonly items: ReadonlyArray<{ readonly text: string; readonly link: string }>
}

/** The chapters of the guide, as its table of contents lists them. */
export const chaptersOf = (contents: string): ReadonlyArray<Chapter> =>
  contents.split(/^## /m).slice(1).map((chapter) => ({
    text: chapter.slice(0, chapter.indexOf("\n")).trim(),
    items: [...chapter.matchAll(/^[-|]\s*\[([^\]]+)\]\(([\w-]+)\.md\)/gm)].map(([, text = "", page = ""]) => ({
      text,
      link: `/docs/${page}`
    }))
  })).filter(({ items }) => items.length > 0)

/** Writes the pages of the project in one folder into another, which is emptied before. */
export const stage = (root: string, target: string): ReadonlyArray<string> => {
  rmSync(target, { recursive: true, force: true })
  const pages: Array<string> = []
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    writeFileSync(join(target, path), content)
    pages.push(path)
  }
  const page = (from: string, to: string): void => write(to, relink(readFileSync(join(root, from), "utf8")))

  for (const [from, to] of Object.entries(topLevel)) page(from, to)
  for (const name of readdirSync(join(root, "docs"))) if (name.endsWith(".md")) page(`docs/${name}`, `docs/${name}`)
  for (const name of readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })) {
    const file = `examples/${name.replaceAll("\\", "/")}`
    if (basename(file) === "README.md") page(file, join(dirname(file), "index.md"))
    else if (isCode(file)) write(`${file}.md`, codePage(file, readFileSync(join(root, file), "utf8")))
  }
  cpSync(join(root, "docs/console"), join(target, "docs/console"), { recursive: true })
  return pages
}
