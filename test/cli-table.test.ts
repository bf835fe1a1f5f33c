// needs a host: the command runs where there are processes
import assert from "node:assert/strict"
import { test } from "node:test"
import { displayWidth } from "effect/cli/CliOutput"
import { cut, escapeControls, linesOf, tableOf } from "../src/cli/table.ts"

test("columns stand below each other, wide characters counted as two", () => {
  assert.equal(
    tableOf([{ user: "alice", nick: "爱丽丝" }, { user: "鲍勃", nick: "Bob", level: 3 }], 80),
    ["user   nick    level", "-----  ------  -----", "alice  爱丽丝", "鲍勃   Bob     3"].join("\n")
  )
})

test("a table fits the width that there is", () => {
  const text = tableOf([{ id: "1", text: "消息".repeat(60), other: "x".repeat(70) }], 80)
  for (const line of text.split("\n")) assert.ok(displayWidth(line) <= 80, line)
  assert.match(text, /…/)
})

test("the first column, which is what people copy, gives way last", () => {
  const path = "v4/group_open_http_svc/modify_group_member_info"
  assert.match(tableOf([{ path, title: "x".repeat(70), rate: 200 }], 80), new RegExp(`^${path} {2}x+… {2}200$`, "m"))
})

test("items with more columns than fit stand one below the other", () => {
  const item = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`field${index}`, "x".repeat(20)]))
  const text = tableOf([item, item], 80)
  assert.equal(text.split("\n\n").length, 2)
  assert.match(text, /^field0 {3}x{20}$/m)
})

test("a text is cut between characters, not within one", () => {
  assert.equal(cut("ab", 2), "ab")
  assert.equal(cut("爱丽丝", 5), "爱丽…")
  assert.equal(cut("爱丽丝", 4), "爱…")
  assert.equal(cut("👩‍👩‍👧abc", 4), "👩‍👩‍👧a…")
})

test("what other people wrote cannot give a terminal orders", () => {
  assert.equal(escapeControls("a\u001b[2Jb\nc\u202ed"), "a\\u001b[2Jb\\nc\\u202ed")
  assert.equal(linesOf({ Nick: "\u001b]0;title\u0007" }, 80), "Nick  \\u001b]0;title\\u0007")
})

test("an answer is lines of name and value, its lists tables below", () => {
  assert.equal(
    linesOf({ Total: 2, Next: "", List: [{ Id: "a" }, { Id: "b" }], Tags: ["x", "y"] }, 80),
    ["Total  2", "Next", "Tags   [\"x\",\"y\"]", "", "List:", "Id", "--", "a", "b"].join("\n")
      .replace("Next\n", "Next   \n")
  )
})
