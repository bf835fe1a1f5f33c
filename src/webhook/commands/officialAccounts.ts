/** The commands about official accounts, their subscribers and messages. */
import * as wire from "../../endpoint/wire.ts"
import { butFor, message as messageAnswer, yesOrNo } from "../answers.ts"
import { command } from "../Command.ts"
import { messageCodes } from "./c2c.ts"
import { content, onlineOnly } from "./shapes.ts"

const account = () => ({
  /** The official account; its id begins with `@TOA#_`. */
  Official_Account: wire.string
})

const operator = () => ({
  /** Who made the call. */
  Operator_Account: wire.string
})

const ownerAndName = () => ({
  Owner_Account: wire.string,
  Name: wire.string
})

const subscribers = () => ({
  ...account(),
  ...operator(),
  SubscribeAccountList: wire.list(wire.object({ Subscriber_Account: wire.string }))
})

/** The refusal is not documented; it is taken to be like that of the other commands. */
export const beforeCreateOfficialAccount = /* @__PURE__ */ command(
  "OfficialAccount.CallbackBeforeCreateOfficialAccount",
  {
    title: "Before an official account is made",
    family: "official-account",
    docs: "https://trtc.io/document/60795",
    body: () => ({ ...operator(), ...ownerAndName() }),
    answer: yesOrNo(messageCodes)
  }
)

export const afterCreateOfficialAccount = /* @__PURE__ */ command(
  "OfficialAccount.CallbackAfterCreateOfficialAccount",
  {
    title: "An official account was made",
    family: "official-account",
    docs: "https://trtc.io/document/60796",
    body: () => ({ ...operator(), ...account(), ...ownerAndName() })
  }
)

export const officialAccountInfoChanged = /* @__PURE__ */ command(
  "OfficialAccount.CallbackAfterOfficialAccountInfoChanged",
  {
    title: "An official account was changed",
    family: "official-account",
    docs: "https://trtc.io/document/60797",
    body: () => ({
      ...account(),
      ...operator(),
      // What did not change is left out.
      Name: wire.optional(wire.string),
      Introduction: wire.optional(wire.string),
      /** The address of a picture. */
      FaceUrl: wire.optional(wire.string),
      Organization: wire.optional(wire.string)
    })
  }
)

export const officialAccountDestroyed = /* @__PURE__ */ command(
  "OfficialAccount.CallbackAfterOfficialAccountDestroyed",
  {
    title: "An official account was destroyed",
    family: "official-account",
    docs: "https://trtc.io/document/60798",
    body: () => ({ ...account(), ...ownerAndName() })
  }
)

export const beforeAddSubscriber = /* @__PURE__ */ command("OfficialAccount.CallbackBeforeAddSubscriber", {
  title: "Before users subscribe to an official account",
  family: "official-account",
  docs: "https://trtc.io/document/60799",
  body: subscribers,
  answer: butFor("RefusedSubscribers_Account")
})

export const afterAddSubscriber = /* @__PURE__ */ command("OfficialAccount.CallbackAfterAddSubscriber", {
  title: "Users subscribed to an official account",
  family: "official-account",
  docs: "https://trtc.io/document/60800",
  body: subscribers
})

export const officialAccountFull = /* @__PURE__ */ command("OfficialAccount.CallbackAfterOfficialAccountFull", {
  title: "An official account takes no more subscribers",
  family: "official-account",
  docs: "https://trtc.io/document/60801",
  body: account
})

export const afterDeleteSubscriber = /* @__PURE__ */ command("OfficialAccount.CallbackAfterDeleteSubscriber", {
  title: "Users unsubscribed from an official account",
  family: "official-account",
  docs: "https://trtc.io/document/60802",
  body: subscribers
})

export const beforeOfficialAccountMessage = /* @__PURE__ */ command("OfficialAccount.CallbackBeforeSendMsg", {
  title: "Before a message of an official account is delivered",
  family: "official-account",
  docs: "https://trtc.io/document/60803",
  body: () => ({ ...account(), ...onlineOnly(), ...content() }),
  answer: messageAnswer(messageCodes)
})

export const afterOfficialAccountMessage = /* @__PURE__ */ command("OfficialAccount.CallbackAfterSendMsg", {
  title: "A message of an official account was sent",
  family: "official-account",
  docs: "https://trtc.io/document/60804",
  body: () => ({
    ...account(),
    /** Names the message in other calls. */
    MsgKey: wire.string,
    /** Seconds since 1970. */
    MsgTime: wire.integer,
    ...onlineOnly(),
    ...content()
  })
})

export const officialAccountMessageRecalled = /* @__PURE__ */ command("OfficialAccount.CallbackAfterMsgWithDraw", {
  title: "Messages of an official account were recalled",
  family: "official-account",
  docs: "https://trtc.io/document/60805",
  body: () => ({
    ...account(),
    WithdrawMsgList: wire.list(wire.object({ MsgKey: wire.string }))
  })
})

/** All of them. */
export const officialAccountCommands = [
  beforeCreateOfficialAccount,
  afterCreateOfficialAccount,
  officialAccountInfoChanged,
  officialAccountDestroyed,
  beforeAddSubscriber,
  afterAddSubscriber,
  officialAccountFull,
  afterDeleteSubscriber,
  beforeOfficialAccountMessage,
  afterOfficialAccountMessage,
  officialAccountMessageRecalled
] as const
