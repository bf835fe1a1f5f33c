/** Builds the emulator's console: `npm run console`. Runs on Node, Bun or Deno. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { buildSync } from "esbuild"

const folder = fileURLToPath(new URL("../src/emulator/console", import.meta.url))

const bundle = (entry: string): string => {
  const { outputFiles: [file] } = buildSync({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2023", "chrome123", "firefox121", "safari17.5"],
    charset: "utf8",
    // Calls of `h` take a tenth less room than those that files are checked with. The two make the same.
    tsconfigRaw: { compilerOptions: { jsx: "react", jsxFactory: "h", jsxFragmentFactory: "Fragment" } },
    inject: [fileURLToPath(new URL("console/h.ts", import.meta.url))],
    logOverride: { "unsupported-jsx-comment": "silent" },
    legalComments: "none",
    logLevel: "warning"
  })
  return (file?.text ?? "").trim()
}

/** The files of the console, by the names that the module exports them under. */
export const consoleFiles = (): { readonly html: string; readonly js: string; readonly css: string } => ({
  html: readFileSync(join(folder, "index.html"), "utf8"),
  js: bundle("app.tsx"),
  css: bundle("style.css")
})

/** The module that holds them. */
export const consoleModule = (files: ReturnType<typeof consoleFiles>): string =>
  [
    "/** The console as it is served. Made by `npm run console`: change what it is made of instead. */",
    ...Object.entries(files).map(([name, content]) => `export const ${name}: string = ${JSON.stringify(content)}`),
    ""
  ].join("\n")

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = consoleFiles()
  writeFileSync(join(folder, "bundle.generated.ts"), consoleModule(files))
  for (const [name, content] of Object.entries(files)) console.log(`${name}: ${content.length} characters`)
}
