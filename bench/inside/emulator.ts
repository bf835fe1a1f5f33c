/** An emulator behind a port, which also tells its own speed without the port. */
import { connect } from "timkit"
import { emulator } from "timkit/emulator"
import { serve } from "timkit/emulator/server"
import { answering, cpu, lanes, wall } from "../support/inside.ts"

const service = emulator()
const { baseUrl, fetch, ...options } = service.options

/** A URL and headers that a client of the emulator uses. */
let target = ""
{
  const watching: typeof fetch = (url, init) => {
    target = url.slice((baseUrl ?? "").length).replace(/v4\/\w+\/\w+/, "v4/openim/sendmsg")
    return fetch(url, init)
  }
  await using tim = await connect({ ...options, baseUrl, fetch: watching })
  await tim.accounts.importMany(["alice", "bob"])
}

const server = await serve(service)
const init = { method: "POST", headers: {}, redirect: "manual", signal: new AbortController().signal } as const

type Question = "url" | "cpu" | "target" | { readonly body: string; readonly calls: number; readonly from: number }

/** Calls a second without the port. */
const inProcess = async ({ body, calls, from }: Exclude<Question, string>): Promise<number> => {
  const started = wall()
  await lanes(calls, 8, async (index) => {
    const response = await fetch((baseUrl ?? "") + target, {
      ...init,
      body: body.replace("1000000000", String(from + index))
    })
    return response.text()
  })
  return calls / (wall() - started) * 1e6
}

await answering((question: Question) => {
  switch (question) {
    case "url":
      return server.url
    case "cpu":
      return cpu()
    case "target":
      return target
    default:
      return inProcess(question)
  }
})
