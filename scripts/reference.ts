/** Writes the reference: `npm run reference`. Runs on Node, Bun or Deno. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { referenceFiles } from "./reference/files.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

for (const [path, content] of Object.entries(referenceFiles())) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
  console.log(`${path}: ${content.length} characters`)
}
