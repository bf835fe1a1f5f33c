/// <reference types="bun-types" />
/**
 * A server that hands out UserSigs, with what Bun has: `Bun.file` reads who may log in, `Bun.serve` routes requests.
 *
 * ```sh
 * echo '{"alice":"secret of alice"}' > users.json
 * TIM_SDK_APP_ID=… TIM_SECRET_KEY=… bun examples/bun.ts users.json
 * curl -X POST -d 'secret of alice' localhost:3000/token/alice
 * ```
 */
import { connect } from "timkit"

const passwords: Readonly<Record<string, string>> = await Bun.file(Bun.argv[2] ?? "users.json").json()

await using tim = await connect() // Bun reads .env by itself
const { failed } = await tim.accounts.importMany(Object.keys(passwords)) // does no harm when they are there
for (const { info, item } of failed) console.error(`${item} was not imported: ${info}`)

const server = Bun.serve({
  port: Bun.env["PORT"] ?? 3000,
  routes: {
    "/token/:userId": {
      POST: async (request) => {
        const { userId } = request.params
        // A UserSig opens an account, so only its owner gets one.
        if (!Object.hasOwn(passwords, userId) || passwords[userId] !== await request.text()) {
          return new Response("No", { status: 401 })
        }
        return Response.json({ userId, sdkAppId: tim.sdkAppId, userSig: await tim.signFor(userId, { expire: 3600 }) })
      }
    }
  }
})
console.log(`listening on ${server.url}`)
await new Promise((resolve) => process.once("SIGTERM", resolve))
await server.stop()
console.log("stopped")
