/** Writes the reference: `npm run reference`. Runs on Node, Bun or Deno. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { errorCodes, errorCodesFile } from "./reference/errorCodes.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

// The others are made with it.
writeFileSync(join(root, errorCodesFile), errorCodes())
const { referenceFiles } = await import("./reference/files.ts")

for (const [path, content] of Object.entries(referenceFiles())) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
  console.log(`${path}: ${content.length} characters`)
}
