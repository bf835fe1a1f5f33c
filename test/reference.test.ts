import assert from "node:assert/strict"
import { test } from "node:test"
import { errorNameOf } from "../src/errors/errorName.ts"
import { domains, endpoints, limitsOf, otherPaths } from "../src/endpoints/mod.ts"
import { routes } from "../src/emulator/routes.ts"
import { cataloguedPaths, deprecatedPaths } from "./support/catalogue.ts"

const paths = endpoints.map(({ endpoint }) => endpoint.path)

const sorted = (names: Iterable<string>): ReadonlyArray<string> => [...names].toSorted()

test("the catalogue has 211 paths, each once", () => {
  assert.equal(cataloguedPaths.length, 211)
  assert.equal(new Set(cataloguedPaths).size, 211)
})

test("every catalogued path has an endpoint and what is said about it, once, and no other path has", () => {
  assert.deepEqual(sorted(paths), sorted(cataloguedPaths))
})

test("every catalogued path has a route of the emulator, once, with the same endpoint", () => {
  assert.deepEqual(sorted(routes.map(({ endpoint }) => endpoint.path)), sorted(cataloguedPaths))
  const byPath = new Map(endpoints.map(({ endpoint }) => [endpoint.path, endpoint]))
  for (const { endpoint } of routes) assert.ok(byPath.get(endpoint.path) === endpoint, endpoint.path)
})

test("what the vendor replaced names its successor, and nothing else does", () => {
  const replaced = endpoints.filter(({ endpoint }) => endpoint.replacedBy !== undefined).map(({ endpoint }) => endpoint)
  assert.deepEqual(sorted(replaced.map(({ path }) => path)), sorted(deprecatedPaths))
  for (const { replacedBy = "" } of replaced) {
    assert.ok(paths.includes(replacedBy), replacedBy)
    assert.ok(!deprecatedPaths.includes(replacedBy), replacedBy)
  }
})

test("35 further paths are known, and none of them has an endpoint or a route", () => {
  assert.equal(new Set(otherPaths.map(({ path }) => path)).size, 35)
  const routed = routes.map(({ endpoint }) => endpoint.path)
  for (const { path } of otherPaths) {
    assert.match(path, /^v4\/\w+\/\w+$/)
    assert.ok(!paths.includes(path) && !routed.includes(path), path)
  }
})

test("every title is one short line of its own", () => {
  const titles = [...endpoints, ...otherPaths].map(({ title }) => title)
  for (const title of titles) assert.match(title, /^[A-Z][^\n]{3,80}[^.]$/)
  assert.equal(new Set(titles).size, titles.length)
  assert.equal(new Set(domains.map(({ title }) => title)).size, domains.length)
})

test("every code of the reference has a name, and stands once", () => {
  for (const { endpoint: { path }, errors } of endpoints) {
    assert.deepEqual([...new Set(errors)].toSorted((a, b) => a - b), errors, path)
    for (const code of errors) assert.ok(errorNameOf(code, path) !== undefined, `${path}: ${code}`)
  }
})

test("every endpoint leads to a page of the vendor, and may be called some times a second", () => {
  for (const { endpoint: { docs, path, ratePerSecond } } of endpoints) {
    assert.match(docs, /^https:\/\/(trtc\.io|(www\.)?tencentcloud\.com|cloud\.tencent\.com)\/document\//, path)
    assert.ok(Number.isInteger(ratePerSecond) && ratePerSecond >= 1, path)
  }
})

test("limits come from the schemas: sizes of lists, bytes of texts and ranges of numbers, on every level", () => {
  const limits = (path: string) => {
    const found = endpoints.find(({ endpoint }) => endpoint.path === path)
    return found === undefined ? [] : limitsOf(found.endpoint)
  }
  assert.deepEqual(limits("v4/im_open_login_svc/account_import"), [
    { field: "UserID", of: "bytes", min: 1, max: 32 },
    { field: "Nick", of: "bytes", max: 500 },
    { field: "FaceUrl", of: "bytes", max: 500 }
  ])
  assert.deepEqual(limits("v4/im_open_login_svc/account_check"), [
    { field: "CheckItem", of: "items", min: 1, max: 100 },
    { field: "CheckItem[].UserID", of: "bytes", min: 1, max: 32 }
  ])
  assert.deepEqual(limits("v4/group_open_http_svc/get_appid_group_list").find(({ field }) => field === "Limit"), {
    field: "Limit",
    of: "value",
    min: 1,
    max: 10_000
  })
})
