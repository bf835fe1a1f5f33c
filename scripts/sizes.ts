/**
 * What programs weigh once they are bundled: `npm run sizes` writes it into `bench/sizes.json`, from which the README
 * tells it, and `test/sizes.test.ts` sees that it stays so. Runs on Node, Bun or Deno.
 */
import { writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { buildSync, type Metafile } from "esbuild"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Where the figures stand. */
export const sizesFile = join(root, "bench/sizes.json")

/** The programs, by the names of their files in `test/bundles/`. */
export const programs = {
  builders: "the builders",
  effect: "as little of Effect as there is",
  schema: "as little of Effect's schemas as there is",
  call: "a script that sends a message by `call(sendmsg, msg()…)`",
  send: "a script that sends a message by the service `Messages`",
  webhook: "a webhook handler of two commands",
  complete: "the complete client, `connect()`, without the error catalogue that it loads with the first refusal",
  catalogue: "the error catalogue"
} as const

/** The name of a program. */
export type Program = keyof typeof programs

/** What a program weighs. */
export interface Size {
  /** Bytes, minified. */
  readonly minified: number
  /** Bytes, minified and packed by gzip -9. */
  readonly gzip: number
}

/** A bundled program. */
export interface Bundle extends Size {
  /** The files that are in it. */
  readonly modules: ReadonlyArray<string>
}

/** The files of a bundle that are loaded together with one. */
export const loadedWith = (
  outputs: Metafile["outputs"],
  file: string,
  found = new Set<string>()
): ReadonlySet<string> => {
  found.add(file)
  for (const { external, kind, path } of outputs[file]?.imports ?? []) {
    if (kind === "import-statement" && external !== true && !found.has(path)) loadedWith(outputs, path, found)
  }
  return found
}

const bundle = (entry: string): Record<string, Bundle> => {
  // Split, so that what is loaded later is not in the bundle. Where nothing is, it would only say what could be.
  const splitting = entry === "complete"
  const { metafile, outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [`test/bundles/${entry}.ts`],
    bundle: true,
    minify: true,
    splitting,
    write: false,
    metafile: true,
    outdir: "dist",
    format: "esm",
    platform: "neutral",
    conditions: ["timkit-source"],
    logLevel: "warning"
  })
  const weigh = (names: Iterable<string>): Bundle => {
    const files = [...names].map((name) => ({
      contents: outputFiles.find(({ path }) => basename(path) === basename(name))?.contents ?? new Uint8Array(),
      inputs: Object.entries(metafile.outputs[name]?.inputs ?? {})
    }))
    return {
      minified: files.reduce((sum, { contents }) => sum + contents.length, 0),
      gzip: files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0),
      modules: files.flatMap(({ inputs }) => inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0))
        .map(([name]) => name)
    }
  }
  const start = `dist/${entry}.js`
  const catalogue = Object.keys(metafile.outputs).find((name) => name.includes("errorCatalogue"))
  return {
    [entry]: weigh(loadedWith(metafile.outputs, start)),
    ...(splitting && catalogue !== undefined ? { catalogue: weigh([catalogue]) } : {})
  }
}

/** Bundles every program. */
export const bundles = (): { readonly [Name in Program]: Bundle } =>
  Object.assign(
    {},
    ...Object.keys(programs).filter((name) => name !== "catalogue").map(bundle)
  )

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = bundles()
  const sizes = Object.fromEntries(
    (Object.keys(programs) as ReadonlyArray<Program>).map((name) => {
      const { gzip, minified } = made[name]
      return [name, { what: programs[name], minified, gzip }]
    })
  )
  writeFileSync(sizesFile, `${JSON.stringify(sizes, undefined, 2)}\n`)
  for (const [name, { gzip, minified }] of Object.entries(sizes)) console.log(`${name}: ${minified}, ${gzip} gzipped`)
}
