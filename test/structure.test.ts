// needs a host: reads the source files
import assert from "node:assert/strict"
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join, relative } from "node:path"
import { test } from "node:test"
import { version } from "../src/version.ts"
import { root } from "./support/files.ts"
import { importsOf, reach } from "./support/imports.ts"

/** Whether a module of Effect is marked stable as a whole: its first mark is that of the module. */
const isStable = (module: string): boolean => {
  const source = join(root, "node_modules/effect/src", `${module.replace(/^effect\//, "")}.ts`)
  return existsSync(source) && /@stability (\w+)/.exec(readFileSync(source, "utf8"))?.[1] === "stable"
}

const core = reach("mod.ts")
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
const denoManifest = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"))

const allSources = ["src", "builders"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts")).map((name) => join(root, folder, name))
)

test("the walk over imports finds the core", () => {
  const files = [...core.files].map((file) => relative(root, file))
  for (const file of ["src/endpoint/client.ts", "src/api/messages/elements.ts", "builders/msg.ts"]) {
    assert.ok(files.includes(file), file)
  }
  assert.ok(core.outside.has("effect/Effect"))
})

test("nothing that is reached from mod.ts imports anything but Effect's stable modules, one by one", () => {
  for (const [name, file] of core.outside) {
    assert.match(name, /^effect\/[A-Z]\w*$/, `${file} imports ${name}`)
    assert.ok(isStable(name), `${file} imports ${name}, which is not marked stable`)
  }
})

test("webhooks need nothing but Effect's stable modules and what every runtime has", () => {
  const { files, outside } = reach("src/webhook/mod.ts")
  for (const [name, file] of outside) assert.ok(isStable(name), `${file} imports ${name}`)
  for (const file of files) assert.doesNotMatch(relative(root, file), /^src\/(emulator|testing)\//)
})

test("an emulator in the process brings neither server nor console along", () => {
  const { files, outside } = reach("src/emulator/mod.ts")
  for (const file of files) {
    assert.doesNotMatch(relative(root, file), /control\/(front|handlers)|console\/|server\.ts|cli\//)
  }
  for (const [name, file] of outside) assert.match(name, /^effect\/[A-Z]\w*$/, `${file} imports ${name}`)
})

test("emulator, official signer and other heavy rooms are not reached from mod.ts", () => {
  for (const file of core.files) {
    assert.doesNotMatch(
      relative(root, file),
      /^src\/(emulator|endpoints|reference|jobs|cli)\/|usersig\/official|httpClient/
    )
  }
})

test("builders need nothing at run time", () => {
  const { files, outside } = reach("builders/mod.ts")
  assert.deepEqual([...outside], [])
  for (const file of files) assert.doesNotMatch(relative(root, file), /endpoints?\.ts$|src\/endpoint\//)
})

test("no source file imports a barrel of Effect, and none reads Node's globals", () => {
  for (const file of allSources) {
    const name = relative(root, file)
    for (const imported of importsOf(file)) assert.doesNotMatch(imported, /^effect(\/[a-z-]+)?$/, name)
    if (!core.files.has(file)) continue
    const code = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "")
    assert.doesNotMatch(code, /\b(Buffer|process|require|__dirname|setImmediate)\b\s*[.(]/, name)
    assert.doesNotMatch(code, /\beval\(|new Function\(/, name)
  }
})

test("package.json and deno.json name the same doors, and each leads to a file", () => {
  const data = Object.entries<string>(manifest.exports).filter(([name]) => name.endsWith(".json"))
  assert.deepEqual(data.map(([name]) => name), ["./package.json", "./endpoints.json", "./openapi.json"])
  for (const [name, file] of data) assert.ok(existsSync(join(root, file)), name)
  const doors = Object.entries<Record<string, string>>(manifest.exports).filter(([name]) => !name.endsWith(".json"))
  const sources = Object.fromEntries(doors.map(([name, { "timkit-source": source }]) => [name, source]))
  assert.deepEqual(sources, denoManifest.exports)
  for (const [name, door] of doors) {
    const source = String(door["timkit-source"])
    assert.ok(existsSync(join(root, source)), name)
    const built = source.replace(/^\.\//, "./dist/").replace(/\.ts$/, "")
    assert.deepEqual(door, { "timkit-source": source, types: `${built}.d.ts`, default: `${built}.js` })
  }
  assert.equal(denoManifest.version, manifest.version)
  assert.equal(version, manifest.version)
  for (const file of Object.values<string>(manifest.bin)) {
    const source = file.replace(/^\.\/dist\//, "").replace(/\.js$/, ".ts")
    assert.match(readFileSync(join(root, source), "utf8"), /^#!\/usr\/bin\/env node\n/)
  }
})

test("files are short enough to be read in one sitting", () => {
  for (const file of allSources) {
    const lines = readFileSync(file, "utf8").split("\n").length
    assert.ok(lines <= 600, `${relative(root, file)} has ${lines} lines`)
  }
})

test("endpoints and commands are declared as pure, so that bundlers drop those that nobody uses", () => {
  let declared = 0
  for (const file of allSources.filter((file) => /^src\/(api|webhook)\//.test(relative(root, file)))) {
    for (
      const [, mark] of readFileSync(file, "utf8").matchAll(/^(?:export )?const \w+ = (.*?)\b(?:endpoint|command)\(/gm)
    ) {
      declared++
      assert.equal(mark, "/* @__PURE__ */ ", relative(root, file))
    }
  }
  assert.ok(declared >= 211 + 79, String(declared))
})
