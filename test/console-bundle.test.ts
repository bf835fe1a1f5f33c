// needs a host: builds the console
import assert from "node:assert/strict"
import { test } from "node:test"
import { consoleFiles, consoleModule } from "../scripts/console.ts"
import { consoleResponse } from "../src/emulator/console/serve.ts"
import { read } from "./support/files.ts"

const files = consoleFiles()

test("the console that is served is what its sources say; `npm run console` builds it anew", () => {
  // The texts are long: that they differ is all there is to read.
  assert.ok(read("src/emulator/console/bundle.generated.ts") === consoleModule(files), "run `npm run console`")
})

test("the console is small, and nothing of Effect is in it", () => {
  assert.ok(new TextEncoder().encode(files.js).length <= 90_000, `${files.js.length} characters`)
  assert.doesNotMatch(files.js, /effect\/|~effect|Effect\./)
})

test("the console's files hold nothing that its policy forbids", () => {
  assert.doesNotMatch(files.html, /<style|style=|<script(?! src="\/__tim\/)| on\w+=/)
  assert.doesNotMatch(files.css, /url\(|@import/)
  assert.doesNotMatch(files.js, /\beval\(|new Function\(|document\.write|insertAdjacentHTML/)
})

test("the console is served with a strict policy, and only at its own paths", async () => {
  for (const [path, type] of [["", "html"], ["/", "html"], ["/app.js", "javascript"], ["/app.css", "css"]]) {
    const response = consoleResponse(`/__tim/console${path}`)
    assert.ok(response)
    assert.equal(response.headers.get("content-type"), `text/${type}; charset=utf-8`)
    assert.match(response.headers.get("content-security-policy") ?? "", /^default-src 'none'; script-src 'self';/)
    assert.equal(response.headers.get("x-content-type-options"), "nosniff")
    assert.equal(response.headers.get("referrer-policy"), "no-referrer")
    assert.equal(response.headers.get("cache-control"), "no-cache")
    assert.ok((await response.text()).length > 100)
  }
  for (const path of ["/", "/__tim/"]) {
    const response = consoleResponse(path)
    assert.equal(response?.status, 302)
    assert.equal(response?.headers.get("location"), "/__tim/console")
  }
  for (const path of ["/__tim/console/x", "/__tim/log", "/v4/openim/sendmsg"]) {
    assert.equal(consoleResponse(path), undefined)
  }
})
