/** An audit log: a line of JSON for each event, on standard output. `bun examples/audit.ts` */
import { type Handler, handler, type WebhookOptions } from "timkit/webhook"

/** Hands on a line for each event, whether this version knows its command or not. A repeated delivery adds none. */
export const audit = (options: WebhookOptions, write: (line: string) => unknown): Handler =>
  handler({
    ...options,
    deduplicate: true,
    otherwise: ({ body, command, query, time = Date.now() }) =>
      write(JSON.stringify({ time: new Date(time), command, from: query.ClientIP, platform: query.OptPlatform, body }))
  })

/** What Bun serves. Without a path it does not start. */
export const server = (env: Record<string, string | undefined>, write: (line: string) => unknown) => ({
  port: Number(env["PORT"] ?? 3000),
  fetch: audit({
    sdkAppId: Number(env["TIM_SDK_APP_ID"]),
    tokens: env["TIM_WEBHOOK_TOKENS"]?.split(","),
    // Long and random: the signature does not cover the body, so whoever forges a line must not know where to.
    path: env["TIM_WEBHOOK_PATH"] ?? ""
  }, write)
})

export default import.meta.main ? server(process.env, console.log) : undefined
