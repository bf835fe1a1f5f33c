import assert from "node:assert/strict"
import { test } from "node:test"
import { csvLines, type Job, jobs, type Line } from "../src/jobs/mod.ts"

const encoder = new TextEncoder()

const linesOf = async (text: string, size = 1_000, job: Job = jobs.importAccounts): Promise<ReadonlyArray<Line>> => {
  const bytes = encoder.encode(text)
  const pieces = Array.from(
    { length: Math.ceil(bytes.length / size) },
    (_, at) => bytes.slice(at * size, (at + 1) * size)
  )
  const lines = []
  for await (const line of csvLines(job, pieces)) lines.push(line)
  return lines
}

const inBrief = (lines: ReadonlyArray<Line>) => lines.map(({ item, number, problem }) => [number, problem ?? item])

test("rows become items, wherever the table is cut, with the number of the line they begin in", async () => {
  const table = "\ufeffUserID, Nick\r\n你好,\"Bob, \"\"B\"\"\"\r\n\r\n\"alice\",\"two\r\nlines\"\ncarol,\r\ndora,D"
  for (const size of [1, 2, 3, 7, 1_000]) {
    assert.deepEqual(inBrief(await linesOf(table, size)), [
      [2, { UserID: "你好", Nick: "Bob, \"B\"" }],
      [4, { UserID: "alice", Nick: "two\r\nlines" }],
      [6, { UserID: "carol" }],
      [7, { UserID: "dora", Nick: "D" }]
    ])
  }
})

test("a row that cannot be read keeps its place, and takes no other along", async () => {
  const table = [
    "UserID,Nick",
    "alice,Alice",
    "bob",
    "carol,Ca\"rol",
    "dora,D",
    "erin,\"E\"x",
    "frank,F,F",
    "gina,\"never closed",
    "heidi,H"
  ].join("\n")
  for (const size of [1, 5, 1_000]) {
    const lines = await linesOf(table, size)
    assert.deepEqual(lines.map(({ item, number }) => [number, item?.["UserID"]]), [
      [2, "alice"],
      [3, undefined],
      [4, undefined],
      [5, "dora"],
      [6, undefined],
      [7, undefined],
      [8, undefined],
      [9, "heidi"]
    ])
    assert.deepEqual([1, 4, 6].map((place) => lines[place]?.problem), [
      "has 1 cells instead of 2",
      "something stands behind a closing quote",
      "a quote is not closed"
    ])
    // Each goes into a file with one item a line.
    for (const { text } of lines) assert.doesNotMatch(text, /\n/)
  }
})

test("cells of fields that are no texts hold JSON, and rows are fed in again as JSON", async () => {
  const table =
    "GroupId;Type;CreateTime;AppDefinedData\n7;Public;1700000000;\"[{\"\"Key\"\":\"\"k\"\",\"\"Value\"\":\"\"v\"\"}]\"\na;Public;soon;\n"
  const lines = await linesOf(table, 9, jobs.importGroups)
  const item = { GroupId: "7", Type: "Public", CreateTime: 1_700_000_000, AppDefinedData: [{ Key: "k", Value: "v" }] }
  assert.deepEqual(inBrief(lines), [[2, item], [3, "CreateTime: is no JSON"]])
  assert.equal(lines[0]?.text, JSON.stringify(item))
})

test("a table must say what its columns are", async () => {
  await assert.rejects(linesOf("UserID,UserID\na,b\n"), /names a field twice/)
  await assert.rejects(linesOf(",,\na,b,c\n"), /names no field/)
  assert.deepEqual(await linesOf(""), [])
  assert.deepEqual(await linesOf("UserID,Nick\n"), [])
  assert.deepEqual(inBrief(await linesOf("UserID,\nalice,\nbob,x\n")), [
    [2, { UserID: "alice" }],
    [3, "has a cell without a name in the first row"]
  ])
})

test("names of fields are names, whatever they are elsewhere", async () => {
  const [line] = await linesOf("UserID,__proto__,constructor\na,b,c\n")
  assert.deepEqual(Object.entries(line?.item ?? {}), [["UserID", "a"], ["__proto__", "b"], ["constructor", "c"]])
})

test("a table with a row that never ends does not fill the memory", async () => {
  const long = "x".repeat(5_000_000)
  for (const row of [`bob,${long}`, `bob,"${long}`]) {
    const lines = await linesOf(`UserID,Nick\nalice,A\n${row}\ncarol,C\n`, 65_536)
    assert.equal(lines[0]?.item?.["UserID"], "alice")
    assert.equal(lines.at(-1)?.item?.["UserID"], "carol")
    for (const { problem, text } of lines.slice(1, -1)) {
      assert.ok(problem !== undefined)
      assert.ok(text.length <= 20_002)
    }
  }
})
