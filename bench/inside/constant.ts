/** A server that answers everything with the same few bytes, as fast as its runtime can. */
import { createServer } from "node:http"
import { answering, cpu } from "../support/inside.ts"

/** What every client that is measured takes for a success. */
const answer = JSON.stringify({
  ActionStatus: "OK",
  ErrorCode: 0,
  ErrorInfo: "",
  MsgTime: 1_700_000_000,
  MsgKey: "1_2_1700000000",
  id: "1",
  object: "customer",
  ok: true,
  result: { message_id: 1 }
})
const headers = { "content-type": "application/json" }

type Handle = (request: Request) => Response | Promise<Response>

interface Globals {
  readonly Bun?: { serve(options: { readonly port: number; readonly fetch: Handle }): { readonly port: number } }
  readonly Deno?: {
    serve(options: { readonly port: number; readonly onListen: () => void }, handle: Handle): {
      readonly addr: { readonly port: number }
    }
  }
}

const { Bun, Deno } = globalThis as Globals

// As the emulator must, it reads what it is sent.
const handle: Handle = async (request) => {
  await request.text()
  return new Response(answer, { headers })
}

const listenOnNode = (): Promise<number> =>
  new Promise((listening) => {
    const server = createServer((incoming, outgoing) => {
      incoming.on("data", () => undefined).on("end", () => outgoing.writeHead(200, headers).end(answer))
    })
    server.keepAliveTimeout = 60_000
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      listening(typeof address === "object" && address !== null ? address.port : 0)
    })
  })

const port = Bun?.serve({ port: 0, fetch: handle }).port ??
  Deno?.serve({ port: 0, onListen: () => undefined }, handle).addr.port ?? await listenOnNode()

await answering((question) => question === "cpu" ? cpu() : `http://127.0.0.1:${port}`)
