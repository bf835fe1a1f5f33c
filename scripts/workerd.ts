/**
 * Runs the core suite inside workerd, without compatibility flags: the tests are bundled as a user's worker would be,
 * with `node:test` and `node:assert` put in by hand, and anything else from `node:` is an error.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { build } from "esbuild"
import { testConfig } from "../test/support/workerd/config.ts"

/** Tests that need a file system, a port or Node's own modules say so in their first line. */
const needsHost = (file: string): boolean => readFileSync(file, "utf8").startsWith("// needs a host")

const files = readdirSync("test").filter((name) => name.endsWith(".test.ts"))
  .map((name) => join("test", name)).filter((file) => !needsHost(file))

const out = resolve(".tmp/workerd")
mkdirSync(out, { recursive: true })

await build({
  stdin: {
    contents: [
      ...files.map((file) => `import "./${file}"`),
      `import "./test/support/workerd/lastly.ts"`,
      `import { runAll } from "./test/support/workerd/test.ts"`,
      `export default { test: runAll }`
    ].join("\n"),
    resolveDir: process.cwd()
  },
  bundle: true,
  // The package says that its modules have no side effects; test files have.
  ignoreAnnotations: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["timkit-source"],
  // What a server on Node asks for when it starts. Commands are tried here, too, but none that serves.
  external: ["node:http"],
  alias: {
    "node:test": "./test/support/workerd/test.ts",
    "node:assert/strict": "./test/support/workerd/assert.ts"
  },
  outfile: join(out, "suite.js"),
  logLevel: "warning"
})

writeFileSync(join(out, "config.capnp"), testConfig("suite"))

const { status } = spawnSync("workerd", ["test", join(out, "config.capnp")], { stdio: "inherit" })
process.exit(status ?? 1)
