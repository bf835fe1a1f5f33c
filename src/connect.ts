/** The toolkit for those who do not use Effect: all services, with promises. */
import * as Context from "effect/Context"
import { type ConnectionOf, connectAs, type ConnectOptions } from "./connection.ts"
import { configFromEnvironment, makeConfig } from "./endpoint/Config.ts"
import { ErrorExplainer, type ExplainLater } from "./errors/explain.ts"
import { services } from "./services.ts"

/** Most programs are never refused, and the catalogue is larger than all that they need. */
const explainLater: ExplainLater = async (code, path) =>
  (await import("./errors/errorCatalogue.ts")).explain(code, path)

/** A connection with all services. */
export type Connection = ConnectionOf<typeof services>

/**
 * Connects to the service: with the given options, or as the environment says (`TIM_SDK_APP_ID`, `TIM_SECRET_KEY`,
 * `TIM_IDENTIFIER`, and `TIM_REGION` or `TIM_BASE_URL`).
 *
 * Nothing is sent yet. Rejects with a `TimError` whose reason is `ConfigInvalid` when something is missing or wrong.
 *
 * @example
 * ```ts
 * import { connect, msg } from "timkit"
 * import { emulator } from "timkit/emulator"
 *
 * await using tim = await connect(emulator().options)
 * await tim.accounts.importMany(["alice", "bob"])
 * await tim.messages.send(msg().text("hi").from("alice").to("bob"))
 * ```
 */
export const connect = (options?: ConnectOptions): Promise<Connection> =>
  connectAs(
    services,
    options === undefined ? configFromEnvironment : makeConfig(options),
    options ?? {},
    Context.make(ErrorExplainer, explainLater)
  )
