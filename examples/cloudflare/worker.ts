/**
 * A Worker for the two things that every chat needs of a server: logins, and a webhook, which here moderates messages.
 *
 * `wrangler dev` runs it, `wrangler deploy` puts it on the edge.
 */
import { Accounts, connectWith, textOf } from "timkit" // only the services named here are bundled
import { drop, type Handler, handler, refuse } from "timkit/webhook"

interface Env {
  readonly TIM_SDK_APP_ID: string
  readonly TIM_SECRET_KEY: string
  readonly TIM_BASE_URL: string
  /** Signs webhooks. Separated by commas: the old and the new one while it is being changed in the console. */
  readonly TIM_WEBHOOK_TOKEN: string
  /** Signs logins, see `isSigned`. */
  readonly LOGIN_KEY: string
}

interface Context {
  waitUntil(work: Promise<unknown>): void
}

const hexBytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/**
 * Whether the site has signed the name of an account with the key that it shares with this worker, by HMAC-SHA-256. A
 * UserSig opens the account, so it must not go to whoever asks. Yours may be a session or a token of any other kind.
 */
const isSigned = async (userId: string, signature: string, secret: string): Promise<boolean> => {
  const encoder = new TextEncoder()
  const algorithm = { name: "HMAC", hash: "SHA-256" }
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["verify"])
  return crypto.subtle.verify(algorithm, key, hexBytes(signature), encoder.encode(userId)) // in constant time
}

const blocked = new Set(["mallory"])

const moderator = ({ TIM_SDK_APP_ID, TIM_WEBHOOK_TOKEN }: Env): Handler =>
  handler({
    sdkAppId: Number(TIM_SDK_APP_ID),
    tokens: TIM_WEBHOOK_TOKEN.split(","),
    on: {
      "C2C.CallbackBeforeSendMsg": ({ body: { From_Account, MsgBody } }) => {
        if (blocked.has(From_Account)) return drop() // who is blocked does not notice
        return /casino/i.test(textOf(MsgBody)) ? refuse(120001, "No advertising") : undefined
      }
    }
  })

const login = async (request: Request, env: Env): Promise<Response> => {
  const userId = new URL(request.url).searchParams.get("user") ?? ""
  const known = await isSigned(userId, request.headers.get("x-signature") ?? "", env.LOGIN_KEY)
  if (userId === "" || !known) return new Response("Who are you?", { status: 401 })
  const { TIM_BASE_URL: baseUrl, TIM_SDK_APP_ID, TIM_SECRET_KEY: secretKey } = env
  // One for each request: on Workers, what one request has begun another cannot wait for.
  await using tim = await connectWith({ accounts: Accounts }, { sdkAppId: Number(TIM_SDK_APP_ID), secretKey, baseUrl })
  await tim.accounts.import(userId) // does no harm when the account is there
  return Response.json({ userId, sdkAppId: tim.sdkAppId, userSig: await tim.signFor(userId, { expire: 3600 }) })
}

// Made once for all requests of an isolate.
let moderate: Handler | undefined

export default {
  fetch(request: Request, env: Env, context: Context): Promise<Response> | Response {
    switch (`${request.method} ${new URL(request.url).pathname}`) {
      case "POST /login":
        return login(request, env)
      case "POST /webhooks/5f0c9b2e": // a path that nobody can guess: the signature does not cover the body
        moderate ??= moderator(env)
        return moderate(request, context) // with `context`, work goes on when the answer is out
      default:
        return new Response("Nothing is here", { status: 404 })
    }
  }
}
