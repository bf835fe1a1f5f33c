import { connect } from "timkit"

export default {
  fetch: async ({ url }: Request) => {
    const baseUrl = new URL(url).searchParams.get("call")
    if (baseUrl === null) return new Response("answered")
    await using tim = await connect({ sdkAppId: 1_400_000_000, secretKey: "key", baseUrl })
    return Response.json(await tim.accounts.import("alice"))
  }
}
