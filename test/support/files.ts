/** The files of the project, for tests that need a host. */
import { readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url))

/** A PATH on which the runtimes that the project brings come before those of the machine. */
export const pathOfRuntimes = [
  join(root, "node_modules/.bin"),
  // Where Bun and Deno put what npm puts above.
  join(root, "scripts/runtimes/node_modules/.bin"),
  process.env["PATH"] ?? ""
].join(delimiter)

/** A file of the project as text. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8")
