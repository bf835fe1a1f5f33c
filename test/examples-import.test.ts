// needs a host: reads and writes files
import assert from "node:assert/strict"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { importAccounts } from "../examples/bulk-import.ts"
import { tenant } from "../src/testing/mod.ts"

/** A tenant, and a file of that name and text. */
const importing = async (name: string, text: string) => {
  const folder = mkdtempSync(join(tmpdir(), "timkit-"))
  const chat = await tenant()
  writeFileSync(join(folder, name), text)
  return {
    chat,
    file: join(folder, name),
    [Symbol.asyncDispose]: async () => {
      await chat.close()
      rmSync(folder, { recursive: true })
    }
  }
}

test("an import that was stopped goes on where it was, and calls nothing twice", async () => {
  const users = Array.from({ length: 1_000 }, (_, index) => JSON.stringify({ UserID: `user${index}` }))
  await using at = await importing("users.ndjson", users.join("\n"))
  const stop = new AbortController()
  const stopped = importAccounts(at.chat.options, at.file, {
    concurrency: 2,
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("enough"))
  })
  await assert.rejects(stopped, /enough/)
  const position = Number(readFileSync(`${at.file}.position`, "utf8"))
  const settled: Array<number> = []
  const counts = await importAccounts(at.chat.options, at.file, {
    onProgress: (progress) => settled.push(progress.settled)
  })
  assert.ok(position > 0 && position < 1_000, `${position}`)
  assert.equal(counts.done, 1_000 - position)
  assert.deepEqual(settled, settled.toSorted((one, other) => one - other))
  assert.equal(at.chat.calls("cmd:multiaccount_import").length, 10)
  assert.ok(users.every((_, index) => at.chat.app.accounts.has(`user${index}`)))
  assert.ok(!existsSync(`${at.file}.position`))
})

test("a table is imported as well, and what cannot be is told with its line", async () => {
  await using at = await importing("users.csv", "UserID,Nick\nalice,Alice\n,Nobody\nbob,Bob\n")
  const failed: Array<readonly [number, string]> = []
  const { done, invalid } = await importAccounts(at.chat.options, at.file, {
    onFailed: ({ line, status }) => failed.push([line, status])
  })
  assert.deepEqual([done, invalid], [2, 1])
  assert.deepEqual(failed, [[2, "invalid"]])
  const { ok: [alice] } = await at.chat.tim.profiles.read(["alice"], ["nick"])
  assert.equal(alice?.nick, "Alice")
})
