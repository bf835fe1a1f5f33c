// needs a host: files
import assert from "node:assert/strict"
import { test } from "node:test"
import { emulator } from "../src/emulator/mod.ts"
import { against, type Left, type Surroundings, testFolder, timkit } from "./support/commandLine.ts"

const folder = testFolder()

/** Runs commands against an emulator of their own. */
const shell = () => {
  const place = against(emulator())
  const run = (line: string, more: Surroundings = {}): Promise<Left> =>
    timkit((line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, "")), { ...place, ...more })
  return {
    run,
    /** The answer of a command that goes well. */
    json: async (line: string): Promise<unknown> => {
      const { code, stderr, stdout } = await run(line)
      assert.equal(code, 0, `${line}: ${stderr}${stdout}`)
      return JSON.parse(stdout)
    }
  }
}

type Rows = ReadonlyArray<Record<string, unknown>>

test("accounts are created, found, logged out and deleted, and what fails alone is told with exit code 1", async () => {
  const { json, run } = shell()
  assert.deepEqual(await json("account import alice bob"), { ok: ["alice", "bob"], failed: [] })
  await json("account import carol --nick 卡罗")
  const { ok } = await json("account check alice nobody") as { ok: Rows }
  assert.deepEqual(ok, [{ UserID: "alice", imported: true }, { UserID: "nobody", imported: false }])
  const status = await run("account status alice nobody")
  assert.equal(status.code, 1)
  const told = JSON.parse(status.stdout) as { ok: Rows; failed: Rows }
  assert.equal(told.ok[0]?.["To_Account"], "alice")
  assert.deepEqual(told.failed, [{ item: "nobody", code: 70107, name: "AccountNotFound", info: "" }])
  await json("account kick alice")
  const table = await run("account delete bob nobody --yes --format table")
  assert.equal(table.code, 1)
  assert.match(table.stdout, /^item\n----\nbob\n\n1 failed:\nitem +code +name/)
  const lines = (await run("account check alice bob --format ndjson")).stdout.trimEnd().split("\n")
  assert.deepEqual(lines.map((line) => (JSON.parse(line) as Record<string, unknown>)["imported"]), [true, false])
  assert.equal((await run("account import alice bob --nick Both")).code, 2)
})

test("what cannot be undone is asked for in a terminal, and needs --yes anywhere else", async () => {
  const { json, run } = shell()
  await json("account import alice")
  const refused = await run("account delete alice --format table")
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, /Delete alice: it cannot be undone; add --yes/)
  const no = await run("account delete alice", { terminal: { keys: ["n"] } })
  assert.equal(no.code, 2)
  assert.match(no.stderr, /nothing was done/)
  assert.equal((await run("account check alice --format json")).stdout.includes("\"imported\": true"), true)
  assert.equal((await run("account delete alice", { terminal: { keys: ["y"] } })).code, 0)
  assert.equal((await run("account check alice --format json")).stdout.includes("\"imported\": false"), true)
})

test("profiles are set by flags and tags, and read by their fields", async () => {
  const { json, run } = shell()
  await json("account import alice")
  await json(
    "profile set alice --nick 爱丽丝 --gender female --rich-lv 3 --charm-lv 4 --robot --signature 'hello there'"
  )
  await json("profile set alice --tag charmLv=5 --tag Tag_Profile_IM_Location=Paris")
  const fields = ["nick", "gender", "richLv", "charmLv", "isRobot", "location"].map((field) => `--field ${field}`)
  const { ok: [alice] } = await json(`profile get alice ${fields.join(" ")}`) as { ok: Rows }
  assert.deepEqual(alice, {
    userId: "alice",
    nick: "爱丽丝",
    gender: "female",
    richLv: 3,
    charmLv: 5,
    isRobot: true,
    location: "Paris"
  })
  const { ok: [standard] } = await json("profile get alice") as { ok: Rows }
  assert.equal(standard?.["selfSignature"], "hello there")
  const empty = await run("profile set alice")
  assert.equal(empty.code, 2)
  assert.match(empty.stderr, /at least one field/)
})

test("a group is made, filled, changed and ended", async () => {
  const { json, run } = shell()
  await json("account import alice bob carol dave")
  await json("group create Public Readers --id readers --owner alice --member bob --introduction 'we read'")
  const { ok: [info] } = await json("group get readers") as { ok: Rows }
  assert.deepEqual([info?.["Name"], info?.["Introduction"], info?.["Owner_Account"]], ["Readers", "we read", "alice"])
  await json("group add readers carol dave --silent")
  await json("group role readers bob Admin")
  await json("group mute readers carol --seconds 60")
  assert.equal((await run("send --to-group readers --from carol --text hi")).code, 1)
  await json("group mute readers carol --seconds 0")
  await json("group remove readers dave --reason 'left the town'")
  const members = await run("group members readers --format ndjson")
  const byId = new Map(
    members.stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>)
      .map((member) => [member["Member_Account"], member["Role"]])
  )
  assert.deepEqual([...byId].toSorted(), [["alice", "Owner"], ["bob", "Admin"], ["carol", "Member"]])
  await json("group transfer readers carol")
  await json("group update readers --name Writers --mute-all On")
  assert.deepEqual(await json("group list --type Public"), [{ GroupId: "readers" }])
  assert.equal(((await json("group joined bob")) as Rows)[0]?.["GroupId"], "readers")
  for (const text of ["one", "two", "three"]) {
    await json(`send --to-group readers --from carol --text ${text} --priority High`)
  }
  const history = await json("group history readers --limit 2") as ReadonlyArray<{ MsgBody: Rows }>
  assert.deepEqual(history.map(({ MsgBody }) => MsgBody[0]?.["MsgContent"]), [{ Text: "three" }, { Text: "two" }])
  assert.equal((await run("group destroy readers")).code, 2)
  await json("group destroy readers --yes")
  assert.deepEqual(await json("group list"), [])
  assert.equal((await run("group members readers")).code, 1)
  assert.equal((await run("group update readers")).code, 2)
})

test("friends are added, listed, changed, checked and removed", async () => {
  const { json, run } = shell()
  await json("account import alice bob carol")
  await json("friend add alice bob --remark Bobby")
  await json("friend add alice carol")
  await json("friend update alice carol --remark Caz --group Work --group Play")
  const friends = await json("friend list alice") as Rows
  assert.deepEqual(friends.map(({ remark, userId }) => [userId, remark]).toSorted(), [["bob", "Bobby"], [
    "carol",
    "Caz"
  ]])
  const { ok: [relation] } = await json("friend check alice bob") as { ok: Rows }
  assert.equal(relation?.["Relation"], "CheckResult_Type_BothWay")
  await json("friend remove alice bob --both")
  const { ok: [after] } = await json("friend check alice bob") as { ok: Rows }
  assert.equal(after?.["Relation"], "CheckResult_Type_NoRelation")
  assert.equal((await run("friend remove alice bob")).code, 1)
  assert.equal((await run("friend update alice carol")).code, 2)
  assert.equal((await run("friend add alice bob carol --remark Both")).code, 2)
})

test("one message is sent to a user, with data and a push, and its answer told", async () => {
  const { json } = shell()
  await json("account import alice bob")
  const answer = await json(
    "send --to bob --from alice --text hi --custom '{\"kind\":\"gift\"}' --desc 'a gift' --push-title Alice --push-desc hello"
  ) as { MsgKey: string }
  assert.match(answer.MsgKey, /./)
  const page =
    "{\"Operator_Account\":\"bob\",\"Peer_Account\":\"alice\",\"MaxCnt\":10,\"MinTime\":0,\"MaxTime\":4000000000}"
  const { MsgList: [message] } = await json(`call admin_getroammsg ${page}`) as {
    MsgList: ReadonlyArray<{ MsgBody: Rows }>
  }
  assert.deepEqual(message?.MsgBody.map(({ MsgContent }) => MsgContent), [
    { Text: "hi" },
    { Data: "{\"kind\":\"gift\"}", Desc: "a gift" }
  ])
})

test("send takes exactly one of a file, a user and a group, and only what goes with it", async () => {
  const { json, run } = shell()
  await json("account import alice bob")
  const file = folder.file("to.csv", "To_Account\nalice\nbob\n")
  const sent = await run(`send ${file} --text hi`)
  assert.equal(sent.code, 0, sent.stderr)
  assert.match(sent.stdout, /"done":2/)
  for (
    const [line, told] of [
      ["send --text hi", /exactly one of FILE, --to and --to-group/],
      [`send ${file} --to bob --text hi`, /exactly one of FILE/],
      ["send --to bob --to-group readers --text hi", /exactly one of FILE/],
      [`send ${file} --text hi --from alice`, /with FILE the message is/],
      ["send --to bob", /give --text or --custom/],
      ["send --to bob --custom {kind}", /--custom is no JSON/],
      ["send --to bob --text hi --priority High", /--to-group only/],
      [`send --to bob --template ${file}`, /--template goes with FILE/]
    ] as const
  ) {
    const { code, stderr } = await run(line)
    assert.equal(code, 2, line)
    assert.match(stderr, told)
  }
  assert.deepEqual(await json("send --to bob --text hi --dry-run"), { valid: true, sent: false })
  assert.equal((await run(`send --to ${"x".repeat(33)} --text hi --dry-run`)).code, 2)
})

test("a table is for people: aligned, within 80 columns, wide characters counted as two", async () => {
  const { json, run } = shell()
  await json("account import alice --nick 爱丽丝")
  await json("account import bob --nick Bob")
  const { stdout } = await run("profile get alice bob --field nick --field gender --format table")
  const [head = "", , alice = "", bob = ""] = stdout.split("\n")
  assert.match(head, /^userId {2}nick/)
  assert.match(alice, /^alice {3}爱丽丝/)
  assert.match(bob, /^bob {5}Bob/)
})
