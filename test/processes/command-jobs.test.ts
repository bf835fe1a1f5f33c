import assert from "node:assert/strict"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import process from "node:process"
import { jobs } from "../../src/jobs/mod.ts"
import { besideEmulator } from "../support/besideEmulator.ts"
import { ended } from "../support/emulatorProcess.ts"

const { begin, folder } = besideEmulator()

const file = (name: string, lines: ReadonlyArray<unknown>): string => {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""))
  return path
}

const timkit = (args: ReadonlyArray<string>, more?: Record<string, string>) => ended(begin(args, more))

interface Told {
  readonly summary?: {
    readonly finished: boolean
    readonly counts: Record<string, number>
    readonly problems: ReadonlyArray<object>
    readonly files: Record<string, string>
    readonly next: ReadonlyArray<string>
  }
  readonly stopped?: { readonly detail: string }
  readonly finishedBefore?: true
  readonly progress?: object
}

const told = (output: string): ReadonlyArray<Told> =>
  output.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Told)

const summaryOf = (output: string) => told(output).find(({ summary }) => summary !== undefined)?.summary

const users = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => ({ UserID: `${prefix}${index}` }))

test("there is a command for each job, named after it, and nothing is said twice", async () => {
  const { code, output } = await timkit(["import", "--help"])
  assert.equal(code, 0)
  const all = await Promise.all([timkit(["--help"]), timkit(["delete", "--help"])])
  const text = [output, ...all.map((each) => each.output)].join("\n")
  // What sends to a file sends single messages as well, and says so.
  assert.match(text, /^ +send +Send a message to an account or a group, or to each account of a file$/m)
  for (const { name, title } of Object.values(jobs).filter((job) => job !== jobs.send)) {
    const word = name.replace(/^(import|delete)-/, "")
    assert.match(text, new RegExp(`^ +${word} +${title}$`, "m"), name)
  }
})

test("accounts are imported with a summary, a second time it is over already, and again on demand", async () => {
  const path = file("users.ndjson", users(250, "user"))
  const dry = await timkit(["import", "accounts", path, "--dry-run"], { TIM_SECRET_KEY: "" })
  assert.equal(dry.code, 0, dry.output)
  assert.equal(existsSync(`${path}.journal`), false)
  const first = await timkit(["import", "accounts", path])
  assert.equal(first.code, 0, first.output)
  assert.deepEqual(summaryOf(first.output)?.counts, { done: 250, failed: 0, unknown: 0, invalid: 0, duplicate: 0 })
  assert.deepEqual(Object.keys(summaryOf(first.output)?.files ?? {}), ["results", "journal"])
  assert.equal(readFileSync(`${path}.results.ndjson`, "utf8").split("\n").length, 251)
  const second = await timkit(["import", "accounts", path])
  assert.equal(second.code, 0)
  assert.ok(told(second.output).some(({ finishedBefore }) => finishedBefore))
  assert.deepEqual(summaryOf(second.output)?.counts, summaryOf(first.output)?.counts)
  const again = await timkit(["import", "accounts", path, "--again"])
  assert.equal(again.code, 0)
  assert.ok(!told(again.output).some(({ finishedBefore }) => finishedBefore))
})

test("items that are not valid, refused or listed twice are told, with what to do", async () => {
  const path = file("to.csv", ["To_Account", "friend0", "nobody", "\"open", "friend0"])
  await timkit(["import", "accounts", file("friends.ndjson", users(2, "friend"))])
  const { code, output } = await timkit(["send", path, "--text", "hi"])
  assert.equal(code, 1, output)
  const summary = summaryOf(output)
  assert.deepEqual(summary?.counts, { done: 1, failed: 1, unknown: 0, invalid: 1, duplicate: 1 })
  assert.equal(summary?.problems.length, 2)
  assert.match(summary?.next[0] ?? "", /feed .*to\.csv\.failed\.ndjson in again: timkit send .*with the same message/)
  const template = join(folder, "body.json")
  writeFileSync(
    template,
    JSON.stringify({ MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "from a file" } }] })
  )
  const sent = await timkit(["send", file("to.ndjson", [{ To_Account: "friend1" }]), "--template", template])
  assert.equal(sent.code, 0, sent.output)
  const history = await timkit(["export", "history", "friend1", "administrator"])
  assert.match(history.output, /from a file/)
})

test("what stops a job is told, with exit code 2, or 3 where the service is not reached", async () => {
  const path = file("other.ndjson", users(3, "other"))
  assert.equal((await timkit(["import", "accounts", path])).code, 0)
  const blocked = file("blocked.ndjson", users(3, "blocked"))
  mkdirSync(join(`${blocked}.results.ndjson`, "in the way"), { recursive: true })
  const cases: ReadonlyArray<
    readonly [args: ReadonlyArray<string>, reason: RegExp, more?: Record<string, string>, exitCode?: number]
  > = [
    [["import", "accounts", join(folder, "none.ndjson")], /none\.ndjson cannot be read \(NotFound\)/],
    [["delete", "accounts", path, "--yes"], /belongs to the job import-accounts/],
    [["import", "accounts", blocked], /results\.ndjson cannot be written/],
    [["import", "accounts", file("key.ndjson", users(3, "key"))], /does not accept the key/, {
      TIM_SECRET_KEY: "wrong"
    }],
    [
      ["import", "accounts", file("off.ndjson", users(3, "off")), "--patience", "0"],
      /was not reached for 0 s/,
      { TIM_BASE_URL: "http://127.0.0.1:9" },
      3
    ]
  ]
  await Promise.all(cases.map(async ([args, reason, more, exitCode = 2]) => {
    const { code, output } = await timkit(args, more)
    assert.equal(code, exitCode, output)
    assert.match(told(output).find(({ stopped }) => stopped !== undefined)?.stopped?.detail ?? "", reason)
  }))
  writeFileSync(path, "changed\n")
  assert.match((await timkit(["import", "accounts", path])).output, /has changed since/)
})

test("what is deleted for good needs a yes, and what is missing is named", async () => {
  const path = file("doomed.ndjson", users(2, "doomed"))
  assert.equal((await timkit(["import", "accounts", path])).code, 0)
  const doomed = file("delete.ndjson", users(2, "doomed"))
  const without = await timkit(["delete", "accounts", doomed])
  assert.notEqual(without.code, 0)
  assert.match(without.output, /add --yes/)
  assert.equal((await timkit(["delete", "accounts", doomed, "--yes"])).code, 0)
  const nameless = await timkit(["import", "accounts", path], { TIM_SDK_APP_ID: "", TIM_SECRET_KEY: "" })
  assert.notEqual(nameless.code, 0)
  assert.match(nameless.output, /TIM_SECRET_KEY/)
})

test("a job that is interrupted says how to go on, and goes on", async () => {
  await timkit(["import", "accounts", file("many.ndjson", users(700, "many"))])
  const path = file("many-to.ndjson", users(700, "many").map(({ UserID }) => ({ To_Account: UserID })))
  const args = ["send", path, "--text", "hi"]
  const child = begin(args)
  const output = ended(child)
  await new Promise((done) => child.stdout?.once("data", done))
  // Not `child.kill`, after which Deno tells no exit code.
  process.kill(child.pid ?? 0, "SIGINT")
  const first = await output
  assert.equal(first.code, 2, first.output)
  const summary = summaryOf(first.output)
  assert.equal(summary?.finished, false)
  assert.deepEqual(summary?.next, ["Run the same command again to go on"])
  const done = summary?.counts["done"] ?? 0
  assert.ok(done > 0 && done < 700, String(done))
  const second = await timkit(args)
  assert.equal(second.code, 0, second.output)
  // What was under way was waited for: nothing is unknown, nothing was sent twice.
  assert.deepEqual(summaryOf(second.output)?.counts, { done: 700, failed: 0, unknown: 0, invalid: 0, duplicate: 0 })
  const lines = readFileSync(`${path}.results.ndjson`, "utf8").split("\n").slice(0, -1).map((line) =>
    JSON.parse(line).line
  )
  assert.deepEqual(lines, Array.from({ length: 700 }, (_, index) => index + 1))
})

test("members that were exported are imported elsewhere as they are", async () => {
  await timkit(["import", "accounts", file("readers.ndjson", users(5, "reader"))])
  const groups = ["one", "two"].map((GroupId) => ({
    Type: "Public",
    Name: GroupId,
    GroupId,
    CreateTime: 1_600_000_000
  }))
  assert.equal((await timkit(["import", "groups", file("groups.ndjson", groups)])).code, 0)
  const members = users(5, "reader").map(({ UserID }) => ({
    GroupId: "one",
    Member_Account: UserID,
    JoinTime: 1_650_000_000
  }))
  assert.equal((await timkit(["import", "members", file("members.ndjson", members)])).code, 0)
  const target = join(folder, "exported.ndjson")
  const { code, output } = await timkit(["export", "members", "one", "-o", target])
  assert.equal(code, 0, output)
  assert.match(output, /^5 items$/m)
  assert.equal(existsSync(`${target}.part`), false)
  const copied = readFileSync(target, "utf8").split("\n").slice(0, -1).map((line) => line.replace("\"one\"", "\"two\""))
  const imported = await timkit(["import", "members", file("copied.ndjson", copied)])
  assert.equal(imported.code, 0, imported.output)
  const nowhere = await timkit(["export", "members", "nowhere"])
  assert.notEqual(nowhere.code, 0)
  assert.match(nowhere.output, /10010/)
})
