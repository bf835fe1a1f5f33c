/** The files of the project, for tests that need a host. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url))

/** A file of the project as text. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8")
