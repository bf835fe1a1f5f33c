import { Accounts, connectWith } from "timkit" // only the services named here are bundled

interface Env {
  readonly TIM_SDK_APP_ID: string
  readonly TIM_SECRET_KEY: string
  readonly TIM_BASE_URL: string
}

/** Hands out the UserSig that a client logs in with. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { TIM_BASE_URL: baseUrl, TIM_SDK_APP_ID, TIM_SECRET_KEY: secretKey } = env
    await using tim = await connectWith({ accounts: Accounts }, {
      sdkAppId: Number(TIM_SDK_APP_ID),
      secretKey,
      baseUrl
    })
    const userId = new URL(request.url).searchParams.get("user") ?? "guest"
    await tim.accounts.import(userId)
    return Response.json({ userId, userSig: await tim.signFor(userId, { expire: 3600 }) })
  }
}
