/**
 * A backend on Hono: logins, messages, and the webhook, in one app.
 *
 * `bun examples/hono.ts` serves it. A worker exports `createApp(...)` likewise, Deno gives its `fetch` to `Deno.serve`,
 * and Node gives it to `@hono/node-server`.
 */
import { Hono } from "hono"
import { connect, type Connection, ErrorCode, isRefusedWith, msg, textOf, TimError } from "timkit"
import { handler, refuse } from "timkit/webhook"

interface Options {
  readonly tim: Connection
  /** The token that the console signs webhooks with. */
  readonly webhookToken: string
  /** Who sends a request. A UserSig opens an account, so only its owner may get one: ask your own session. */
  readonly whoAsks: (request: Request) => string | undefined
}

/** The HTTP status that tells our caller best what became of a call. */
const statusOf = (error: TimError) => {
  const { reason } = error
  switch (reason._tag) {
    case "RequestInvalid":
      return 400
    case "Refused":
      if (isRefusedWith(error, ErrorCode.ToAccountNotRegistered)) return 404
      if (reason.code >= 120001 && reason.code <= 130000) return 403 // a code of our own webhook
      return reason.retryClass === "rate-limited" ? 429 : 502
    case "NotReached":
      // 503: nothing happened, try again. 504: it may have arrived, so look before you try again.
      return reason.applied === "no" ? 503 : 504
    default:
      return 500
  }
}

export const createApp = ({ tim, webhookToken, whoAsks }: Options) => {
  const webhooks = handler({
    sdkAppId: tim.sdkAppId,
    tokens: webhookToken,
    on: {
      "C2C.CallbackBeforeSendMsg": ({ body }) =>
        textOf(body.MsgBody).includes("casino") ? refuse(120001, "No advertising") : undefined
    }
  })

  return new Hono()
    .post("/login", async (c) => {
      const userId = whoAsks(c.req.raw)
      if (userId === undefined) return c.json({ error: "Who are you?" }, 401)
      await tim.accounts.import(userId) // does no harm when the account is there
      return c.json({ userId, sdkAppId: tim.sdkAppId, userSig: await tim.signFor(userId, { expire: 3600 }) })
    })
    .post("/messages/:to", async (c) => {
      const userId = whoAsks(c.req.raw)
      if (userId === undefined) return c.json({ error: "Who are you?" }, 401)
      const message = msg().text(await c.req.text()).from(userId).to(c.req.param("to"))
      // Whoever hangs up does not wait for an answer any more, so the call is abandoned.
      const { MsgKey } = await tim.with({ signal: c.req.raw.signal }).messages.send(message)
      return c.json({ MsgKey }, 201)
    })
    .post("/webhooks/*", (c) => webhooks(c.req.raw)) // on workers: webhooks(c.req.raw, c.executionCtx)
    .onError((error, c) =>
      error instanceof TimError
        // A TimError never holds a secret; its code tells our caller more than a text would.
        ? c.json({ error: error.reason._tag, code: error.code }, statusOf(error))
        : c.json({ error: "Internal" }, 500)
    )
}

export default import.meta.main
  ? createApp({
    tim: await connect(),
    webhookToken: process.env["TIM_WEBHOOK_TOKEN"] ?? "",
    // For trying it out: anybody may be anybody.
    whoAsks: (request) => request.headers.get("x-user") ?? undefined
  })
  : undefined
