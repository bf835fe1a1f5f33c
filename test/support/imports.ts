/** What files of the project import, for tests and scripts that need a host. */
import { readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { root } from "./files.ts"

/** What a file imports or re-exports at run time. */
export const importsOf = (file: string): ReadonlyArray<string> => {
  const source = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "")
  const statements = source.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^"';]*?from\s+)?"([^"]+)"/gm)
  const dynamic = source.matchAll(/\bimport\("([^"]+)"\)/g)
  return [...statements, ...dynamic].flatMap(([, name]) => name === undefined ? [] : [name])
}

/** Every file that is reached from one, and everything from outside that those files import. */
export const reach = (
  entry: string
): { readonly files: ReadonlySet<string>; readonly outside: ReadonlyMap<string, string> } => {
  const files = new Set<string>()
  const outside = new Map<string, string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const name of importsOf(file)) {
      if (name.startsWith(".")) visit(resolve(dirname(file), name))
      else outside.set(name, relative(root, file))
    }
  }
  visit(join(root, entry))
  return { files, outside }
}
