/**
 * The whole idea in one script: accounts, a profile, a message, a group, history, and a refusal.
 *
 * Runs against the embedded emulator. With TIM_SDK_APP_ID, TIM_SECRET_KEY and TIM_IDENTIFIER set (and TIM_REGION or
 * TIM_BASE_URL), it talks to the real service instead, where `richLv` must be configured as a custom profile field.
 */
import { env } from "node:process"
import { connect, ErrorCode, isElement, msg, profile, readData, textOf, TimError } from "timkit"
import { emulator } from "timkit/emulator"

const real = env["TIM_SDK_APP_ID"] !== undefined
await using tim = await (real ? connect() : connect(emulator().options))

const step = (title: string) => console.log(`\n${title}`)
const show = (label: string, value: unknown) =>
  console.log(`  ${label.padEnd(10)} ${typeof value === "string" ? value : JSON.stringify(value)}`)

console.log(
  real
    ? `timkit on the real service, app ${tim.sdkAppId}, as ${tim.identifier}`
    : `timkit on its embedded emulator, app ${tim.sdkAppId} (set TIM_SDK_APP_ID and TIM_SECRET_KEY for the real service)`
)

step("1. Import accounts")
const { failed, ok } = await tim.accounts.importMany([{ UserID: "alice", Nick: "Alice" }, "bob", "carol"])
show("imported", ok)
show("failed", failed)

step("2. Write a profile and read it back")
await tim.profiles.set("alice", profile().nick("Alice").gender("female").selfSignature("Hello there").richLv(3))
const profiles = await tim.profiles.read(["alice"], ["nick", "gender", "selfSignature", "richLv"])
show("profile", profiles.ok[0])

step("3. Send text and a custom element, with an offline push")
const sent = await tim.messages.send(
  msg()
    .text("Happy birthday!")
    .custom({ kind: "gift", id: 7 }, "sent you a gift")
    .offlinePush((push) => push.title("Alice").desc("sent you a gift").huawei({ category: "IM" }))
    .from("alice")
    .to("bob")
)
show("MsgKey", sent.MsgKey)

step("4. Create a group and add members")
const { GroupId } = await tim.groups.create("Public", "Birthday party", { Owner_Account: "alice" })
const added = await tim.groups.addMembers(GroupId, ["bob", "carol"])
show("GroupId", GroupId)
show("added", added.ok)

step("5. Send data to the room")
const room = await tim.groupMessages.sendRoomData(GroupId, "fireworks", { count: 3 }, { From_Account: "bob" })
show("MsgSeq", room.MsgSeq)
await tim.groupMessages.send(msg().text("Well done").from("carol").toGroup(GroupId).priority("High"))

step("6. Read the history back")
for await (const message of tim.messages.history("bob", "alice")) {
  const custom = message.MsgBody.find((element) => isElement(element, "TIMCustomElem"))
  show(message.From_Account, `${textOf(message.MsgBody)} ${JSON.stringify(custom?.MsgContent)}`)
}
for await (const message of tim.groupMessages.history(GroupId)) {
  const [data] = message.MsgBody.map(readData)
  show(message.From_Account ?? "?", data ?? textOf(message.MsgBody))
}

step("7. A refusal is a failure with a structure")
try {
  await tim.messages.send(msg().text("Anybody there?").to("zoe"))
} catch (error) {
  if (!(error instanceof TimError) || error.reason._tag !== "Refused") throw error
  const { advice, code, endpoint, errorInfo, name, retryClass } = error.reason
  show("code", `${code} (ErrorCode.${name}${code === ErrorCode.ToAccountNotRegistered ? ", as expected" : ""})`)
  show("endpoint", endpoint)
  show("said", errorInfo)
  show("retry", retryClass)
  show("advice", advice ?? "none")
}

await tim.groups.destroy(GroupId)
