/** Sends the same request over and over, on a few connections, with as little work of its own as can be. */
import { connect, type Socket } from "node:net"
import { answering, wall } from "../support/inside.ts"

interface Question {
  readonly url: string
  /** Path and query. */
  readonly target: string
  /** A JSON text that holds the number 1000000000, in the place of which each request has one of its own. */
  readonly body: string
  readonly calls: number
  /** Where the numbers begin. */
  readonly from: number
}

const connections = 16

/** Whether a response is complete: it has its length at its head, or a mark at its end. */
const isWhole = (text: string): boolean => {
  const head = text.indexOf("\r\n\r\n")
  if (head < 0) return false
  const length = /content-length: (\d+)/i.exec(text)?.[1]
  return length === undefined ? text.endsWith("0\r\n\r\n") : text.length - head - 4 >= Number(length)
}

const opened = (url: URL): Promise<Socket> =>
  new Promise((done, failed) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true }, () => done(socket))
    socket.setEncoding("latin1").once("error", failed)
  })

/** Sends on a connection until there is nothing more to send. Rejects on an answer that is no success. */
const drive = (socket: Socket, nextRequest: () => string | undefined): Promise<void> =>
  new Promise((done, failed) => {
    let text = ""
    const send = () => {
      const request = nextRequest()
      if (request === undefined) done()
      else socket.write(request)
    }
    socket.removeAllListeners("error").on("error", failed).on("close", () => failed(new Error("the server hung up")))
    socket.on("data", (chunk: string) => {
      text += chunk
      if (!isWhole(text)) return
      if (!text.includes("\"ErrorCode\":0")) failed(new Error(text))
      text = ""
      send()
    })
    send()
  })

await answering(async ({ body, calls, from, target, url }: Question) => {
  const { host } = new URL(url)
  const request = `POST ${target} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n` +
    `content-length: ${body.length}\r\n\r\n${body}`
  const [before = "", after = ""] = request.split("1000000000")
  let next = 0
  const nextRequest = () => next < calls ? before + String(from + next++) + after : undefined
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(new URL(url))))
  const started = wall()
  await Promise.all(sockets.map((socket) => drive(socket, nextRequest)))
  const took = wall() - started
  for (const socket of sockets) socket.removeAllListeners("close").destroy()
  return calls / took * 1e6
})
