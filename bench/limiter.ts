/** How much of the documented rate the client uses. The campaign about rates counts it. */
import { rates } from "../test/campaigns/rates.ts"
import { atLeast, atMost, type Row } from "./support/results.ts"

/** Virtual seconds. */
const size = 20

export const limiter: Row = {
  title: "limiter",
  how:
    `Calls at the documented rate for ${size} virtual seconds, against an emulator that counts and refuses; see the ` +
    "campaign about rates.",
  run: async () => {
    const { figures } = await rates.run({ size, seed: 1 })
    return ["one client", "3 clients, one Redis"].flatMap((on) => {
      const used = Number(figures[`${on}: quota used, %`])
      const refusals = Number(figures[`${on}: refusals`])
      return [
        { on, what: "quota used", measured: `${used} %`, goal: atLeast(used, 99, "%") },
        { on, what: "refusals", measured: String(refusals), goal: atMost(refusals, 0, "refusals") }
      ]
    })
  }
}
