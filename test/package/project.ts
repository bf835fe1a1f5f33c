/** The packed package, and fresh projects that it is installed into. */
import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { root } from "../support/files.ts"

/** What a program needs that is not of this project: it must not see that it is run by a test. */
const environment = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: "1" }).filter(([name]) => !/^(npm_|NODE_TEST|NODE_OPTIONS)/.test(name))
)

/** Runs a program to its end. What it prints is in the failure where it fails. */
export const run = async (
  folder: string,
  program: string,
  args: ReadonlyArray<string>
): Promise<{ readonly stdout: string; readonly stderr: string }> => {
  try {
    return await promisify(execFile)(program, args, { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { code, stderr, stdout } = error as {
      readonly code: unknown
      readonly stderr: string
      readonly stdout: string
    }
    throw new Error(`${program} ${args.join(" ")} ended with ${String(code)}:\n${stdout}\n${stderr}`, { cause: error })
  }
}

const folders: Array<string> = []

/** An empty folder, removed by `clean`. */
export const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "timkit-package-"))
  folders.push(folder)
  return folder
}

export const clean = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

/** Builds and packs the package as it is published. */
export const pack = async (): Promise<string> => {
  const folder = freshFolder()
  await run(root, "npm", ["pack", "--pack-destination", folder])
  const [tarball, ...others] = readdirSync(folder)
  assert.ok(tarball !== undefined && others.length === 0)
  return join(folder, tarball)
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly name: string
  readonly exports: Record<string, unknown>
  readonly devDependencies: Record<string, string>
}

/** The version of a package that this project is developed with. */
export const versionOf = (name: string): string => {
  const version = manifest.devDependencies[name]
  assert.ok(version !== undefined, name)
  return `${name}@${version}`
}

/** Every entry of the package, as it is imported. */
export const entries: ReadonlyArray<string> = Object.keys(manifest.exports).map((entry) =>
  `${manifest.name}${entry.slice(1)}`
)

/** The entries that are programs; the others are data. */
export const moduleEntries = entries.filter((entry) => !entry.endsWith(".json"))

/** A module that imports all entries and prints how many names each has. */
export const importAll = [
  ...entries.map((entry, index) =>
    `import * as m${index} from "${entry}"${entry.endsWith(".json") ? ` with { type: "json" }` : ""}`
  ),
  `console.log(JSON.stringify([${entries.map((_, index) => `Object.keys(m${index}).length`).join(", ")}]))`,
  ""
].join("\n")

export const write = (folder: string, name: string, content: string): void => writeFileSync(join(folder, name), content)
