/** The control API of an emulator, without a port. */
import { makeFront } from "../../src/emulator/control/front.ts"
import { emulator, type EmulatorOptions, type EmulatorService } from "../../src/emulator/mod.ts"

/** What the control API has answered. */
export interface ControlAnswer {
  readonly status: number
  readonly text: string
  /** The answer as JSON; nothing where it is none. */
  readonly json: Record<string, unknown> | undefined
}

/** An emulator and its control API. */
export interface Controls extends AsyncDisposable {
  readonly service: EmulatorService
  readonly fetch: (request: Request) => Promise<Response>
  readonly ask: (method: string, path: string, body?: unknown) => Promise<ControlAnswer>
}

const parse = (text: string): ControlAnswer["json"] => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An emulator of its own, with its control API. */
export const controls = (options: EmulatorOptions = {}): Controls => {
  const service = emulator(options)
  const { close, fetch } = makeFront({
    world: service.world,
    calls: service.calls,
    baseUrl: () => "http://127.0.0.1:7480",
    version: "0.0.0",
    started: Date.now()
  }, { hosts: ["127.0.0.1"] })
  return {
    service,
    fetch,
    ask: async (method, path, body) => {
      const response = await fetch(
        new Request(`http://127.0.0.1:7480/__tim/${path}`, {
          method,
          ...(body === undefined ? {} : {
            headers: { "content-type": "application/json" },
            body: typeof body === "string" ? body : JSON.stringify(body)
          })
        })
      )
      const text = await response.text()
      return { status: response.status, text, json: parse(text) }
    },
    [Symbol.asyncDispose]: close
  }
}
