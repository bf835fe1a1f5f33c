/** The commands about calls. Their bodies are not documented; what the service sends is handed on as it is. */
import { command } from "../Command.ts"

export const callStarted = /* @__PURE__ */ command("Call.CallbackAfterStartCall", {
  title: "A call began",
  family: "call",
  docs: "https://cloud.tencent.com/document/product/269/129102",
  body: () => ({})
})

export const callEnded = /* @__PURE__ */ command("Call.CallbackAfterEndCall", {
  title: "A call ended",
  family: "call",
  docs: "https://cloud.tencent.com/document/product/269/129102",
  body: () => ({})
})

export const callMemberChanged = /* @__PURE__ */ command("Call.CallbackAfterMemberChanged", {
  title: "The members of a call changed",
  family: "call",
  docs: "https://cloud.tencent.com/document/product/269/129102",
  body: () => ({})
})

/** All of them. */
export const callCommands = [callStarted, callEnded, callMemberChanged] as const
