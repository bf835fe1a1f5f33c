/** Calls as text that can be pasted elsewhere. */
import type { Call } from "./rows.ts"

/** JSON without characters that would turn what follows around in a terminal or an editor. */
const safe = (json: string): string =>
  json.replace(
    /[\p{Cf}\p{Cs}\u007F-\u009F\u2028\u2029]/gu,
    (each) =>
      Array.from({ length: each.length }, (_, at) => `\\u${each.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")
  )

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** A call as a command for a shell. The signature is left to the user: the console never learns one. */
export const toCurl = ({ identifier = "administrator", path, request, sdkAppId }: Call): string => {
  const query = [
    `sdkappid=${sdkAppId ?? "<sdkappid>"}`,
    `identifier=${encodeURIComponent(identifier)}`,
    "usersig=<usersig>",
    "random=1",
    "contenttype=json"
  ]
  const body = typeof request === "string" ? request : JSON.stringify(request)
  return [
    `curl -X POST ${quoted(`${location.origin}/${encodeURI(path)}?${query.join("&")}`)}`,
    "-H 'content-type: application/json'",
    `-d ${quoted(safe(body))}`
  ].join(" \\\n  ")
}

/** A call as TypeScript. */
export const toTypeScript = ({ path, request }: Call): string => {
  // Within JSON a quote before a name is never escaped, so names are told from texts by the colon behind them.
  const body = safe(JSON.stringify(request, null, 2)).replace(/^( *)"([A-Za-z_]\w*)":/gm, "$1$2:")
  return `await tim.call(${safe(JSON.stringify(path))}, ${body})`
}

/** The lines that a program finds the emulator by. */
export const toEnvironment = (sdkAppId: number, identifier: string): string =>
  [
    `TIM_SDK_APP_ID=${sdkAppId}`,
    "TIM_SECRET_KEY=<printed in the terminal>",
    `TIM_IDENTIFIER=${identifier}`,
    `TIM_BASE_URL=${location.origin}`
  ].join("\n")

export const firstScript: string = `import { connect, msg } from "timkit"

await using tim = await connect()
await tim.accounts.importMany(["alice", "bob"])
await tim.messages.send(
  msg().text("hi").from("alice").to("bob")
)`
