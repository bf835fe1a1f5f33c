// needs a host: packs the package, and installs it into fresh projects
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, statSync } from "node:fs"
import { join, relative } from "node:path"
import { after, before, test } from "node:test"
import { build } from "esbuild"
import { version } from "../../src/version.ts"
import { read, root } from "../support/files.ts"
import { testConfig } from "../support/workerd/config.ts"
import { clean, entries, freshFolder, importAll, moduleEntries, pack, run, versionOf, write } from "./project.ts"

let tarball = ""
/** A project of a new user, installed by npm; Node, Deno, esbuild, workerd and the compiler look at it. */
let project = ""

before(async () => {
  tarball = await pack()
  project = freshFolder()
  write(project, "package.json", JSON.stringify({ private: true, type: "module" }))
  await run(project, "npm", [
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    tarball,
    versionOf("effect"),
    versionOf("@types/node")
  ])
  write(project, "all.mjs", importAll)
  write(project, "first.mjs", read("examples/first.mjs"))
})

after(clean)

/** That all entries have names, as a program tells that imported them. */
const assertNames = ({ stdout }: { readonly stdout: string }): void => {
  const counts = JSON.parse(stdout) as ReadonlyArray<number>
  assert.equal(counts.length, entries.length)
  assert.deepEqual(entries.filter((_, index) => counts[index] === 0), [])
}

const sent = /^sent \d+_\d+_\d+\n$/

test("the packed package is what publint expects", async () => {
  const { stdout } = await run(root, "publint", [tarball, "--strict"])
  assert.match(stdout, /All good!/)
})

test("the types of every entry are found, and fit what is imported (attw)", async () => {
  const { stdout } = await run(root, "attw", [tarball, "--profile", "esm-only", "--format", "json"])
  const { analysis } = JSON.parse(stdout) as {
    readonly analysis: { readonly entrypoints: Record<string, { readonly resolutions: Record<string, object> }> }
  }
  const seen = Object.keys(analysis.entrypoints).map((entry) => `timkit${entry.slice(1)}`)
  for (const entry of moduleEntries) assert.ok(seen.includes(entry), entry)
})

test("the package holds what is needed and no more", () => {
  const installed = join(project, "node_modules/timkit")
  for (const file of ["dist/mod.js", "dist/mod.d.ts", "mod.ts", "README.md", "LICENSE", "docs/endpoints.md"]) {
    assert.ok(existsSync(join(installed, file)), file)
  }
  for (const file of ["test", "scripts", "docs/console", "dist/test", ".github"]) {
    assert.ok(!existsSync(join(installed, file)), file)
  }
  assert.ok(statSync(tarball).size < 2_000_000, `${statSync(tarball).size} bytes`)
})

test("a new user's first message takes less than ten lines", () => {
  const lines = read("examples/first.mjs").trim().split("\n")
  assert.ok(lines.length < 10, `${lines.length} lines`)
})

test("Node imports every entry, and sends the first message", async () => {
  assertNames(await run(project, "node", ["all.mjs"]))
  assert.match((await run(project, "node", ["first.mjs"])).stdout, sent)
})

test("Deno imports every entry, and sends the first message", async () => {
  assertNames(await run(project, "deno", ["run", "-A", "--quiet", "all.mjs"]))
  assert.match((await run(project, "deno", ["run", "-A", "--quiet", "first.mjs"])).stdout, sent)
})

test("Bun installs it, imports every entry, and sends the first message", async () => {
  const folder = freshFolder()
  write(folder, "package.json", JSON.stringify({ private: true }))
  await run(folder, "bun", ["add", "--silent", tarball, versionOf("effect")])
  write(folder, "all.mjs", importAll)
  write(folder, "first.mjs", read("examples/first.mjs"))
  assertNames(await run(folder, "bun", ["all.mjs"]))
  assert.match((await run(folder, "bun", ["first.mjs"])).stdout, sent)
  assert.match((await run(folder, "bunx", ["timkit", "--version"])).stdout, new RegExp(`v${version}`))
})

test("the command runs through npx and Deno", async () => {
  const expected = new RegExp(`v${version}`)
  assert.match((await run(project, "npx", ["--no-install", "timkit", "--version"])).stdout, expected)
  const command = "node_modules/timkit/dist/src/cli/main.js"
  assert.match((await run(project, "deno", ["run", "-A", "--quiet", command, "--version"])).stdout, expected)
})

test("the emulator of the package starts, answers, and brings its console", async () => {
  const command = spawn(join(project, "node_modules/.bin/timkit"), ["emulator", "--port", "0", "--json"])
  try {
    const [line] = await once(command.stdout, "data")
    const { consoleUrl, url } = JSON.parse(String(line)) as { readonly consoleUrl: string; readonly url: string }
    assert.match(
      await (await fetch(`${url}/v4/im_open_login_svc/account_import`, { method: "POST" })).text(),
      /60\d\d\d/
    )
    assert.match(await (await fetch(consoleUrl)).text(), /app\.js/)
  } finally {
    command.kill()
  }
})

for (
  const [name, options] of [
    ["NodeNext", ["--module", "nodenext"]],
    ["a bundler's way", ["--module", "esnext", "--moduleResolution", "bundler"]]
  ] as const
) {
  test(`every entry's types hold together in strict TypeScript, resolved ${name}`, async () => {
    const imports = moduleEntries.map((entry, index) => `import * as m${index} from "${entry}"`)
    write(
      project,
      "all.ts",
      `${imports.join("\n")}\nexport const all = [${imports.map((_, index) => `m${index}`).join(", ")}]\n`
    )
    await run(project, "tsc", [
      "--noEmit",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--skipLibCheck",
      "false",
      "--target",
      "es2022",
      "--lib",
      "es2024,esnext.disposable,dom,dom.iterable,dom.asynciterable",
      "--types",
      "node",
      ...options,
      "all.ts"
    ])
  })
}

/** The entries that need files, ports, processes or the vendor's signer, and so Node's modules. */
const needsHost = new Set(["timkit/emulator/server", "timkit/usersig/official"])

const bundle = (contents: string, outfile: string) =>
  build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    outfile,
    metafile: true,
    logLevel: "silent"
  })

test("esbuild bundles every entry that does not need a host, and nothing of Node is left to import", async () => {
  for (const entry of moduleEntries) {
    const bundled = bundle(`export * from "${entry}"`, join(project, "out", `${entry.replaceAll("/", "-")}.js`))
    if (needsHost.has(entry)) await assert.rejects(bundled, /Could not resolve "(node:)?\w+"/, entry)
    else {
      const { metafile: { outputs } } = await bundled
      assert.deepEqual(Object.values(outputs).flatMap(({ imports }) => imports), [], entry)
    }
  }
})

test("workerd runs a worker that imports every entry it can, and sends the first message", async () => {
  const usable = moduleEntries.filter((entry) => !needsHost.has(entry))
  const worker = [
    ...usable.map((entry, index) => `import * as m${index} from "${entry}"`),
    `const all = [${usable.map((_, index) => `m${index}`).join(", ")}]`,
    `export default {
      async test() {
        if (all.some((module) => Object.keys(module).length === 0)) throw new Error("an entry is empty")
        const [{ connect, msg }, { emulator }] = [m${usable.indexOf("timkit")}, m${usable.indexOf("timkit/emulator")}]
        await using tim = await connect(emulator().options)
        await tim.accounts.importMany(["alice", "bob"])
        const { MsgKey } = await tim.messages.send(msg().text("hi").from("alice").to("bob"))
        if (!/^\\d+_\\d+_\\d+$/.test(MsgKey)) throw new Error("no message key")
      }
    }`
  ]
  await bundle(worker.join("\n"), join(project, "worker.js"))
  write(project, "config.capnp", testConfig("worker"))
  const { stderr } = await run(project, "workerd", ["test", join(project, "config.capnp")])
  assert.match(stderr, /\[ PASS \] worker/)
})

test("JSR would take it", async () => {
  const { stderr } = await run(root, "deno", [
    "publish",
    "--dry-run",
    // The types of schemas are inferred: the schema is the one place that says them.
    "--allow-slow-types",
    "--allow-dirty"
  ])
  assert.match(stderr, /Dry run complete/)
  const files = [...stderr.matchAll(/^\s+file:\/\/(\S+) \(/gm)].map(([, file = ""]) => relative(root, file))
  for (const file of ["mod.ts", "README.md", "src/emulator/console/bundle.generated.ts"]) {
    assert.ok(files.includes(file), file)
  }
  const others = files.filter((file) => !/^(src|builders)\/|^docs\/[\w-]+\.md$|^[\w.-]+$/.test(file))
  assert.deepEqual(others, [])
})
