/**
 * Builds the site, `npm run site`: the guide by VitePress and the reference of every entry by `deno doc`, into
 * `.tmp/site`. Nothing is fetched. `npm run site -- --serve` shows it.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { build, serve, type UserConfig } from "vitepress"
import { chaptersOf, stage } from "./site/stage.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const source = join(root, ".tmp/site-pages")
const target = join(root, ".tmp/site")

const read = (file: string): string => readFileSync(join(root, file), "utf8")

const config: UserConfig = {
  title: "timkit",
  description: (JSON.parse(read("package.json")) as { readonly description: string }).description,
  cleanUrls: false,
  lastUpdated: false,
  outDir: target,
  themeConfig: {
    nav: [
      { text: "Guide", link: "/docs/" },
      { text: "Examples", link: "/examples/" },
      { text: "API", link: "/api/index.html", target: "_self" },
      { text: "中文", link: "/README.zh-CN" }
    ],
    sidebar: chaptersOf(read("docs/index.md")).map(({ items, text }) => ({ text, items: [...items] })),
    outline: [2, 3],
    search: { provider: "local" }
  }
}

const pages = stage(root, source)
mkdirSync(join(source, ".vitepress"), { recursive: true })
writeFileSync(join(source, ".vitepress/config.mjs"), `export default ${JSON.stringify(config, null, 2)}\n`)
await build(source)

const entries = Object.values((JSON.parse(read("deno.json")) as { readonly exports: Record<string, string> }).exports)
const { status } = spawnSync("deno", [
  "doc",
  "--quiet",
  "--html",
  "--name=timkit",
  `--output=${target}/api`,
  ...entries
], {
  cwd: root,
  stdio: ["ignore", "inherit", "ignore"]
})
if (status !== 0) throw new Error(`deno doc ended with ${status}`)

console.log(`${pages.length} pages and the reference of ${entries.length} entries: ${target}`)
if (process.argv.includes("--serve")) await serve({ root: source })
