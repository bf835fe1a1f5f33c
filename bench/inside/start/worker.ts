import { connectWith, Messages, msg } from "timkit"

const send = async (baseUrl: string) => {
  await using tim = await connectWith({ messages: Messages }, { sdkAppId: 1_400_000_000, secretKey: "key", baseUrl })
  return tim.messages.send(msg().text("hi").to("alice"))
}

export default {
  fetch: async ({ url }: Request) => {
    const baseUrl = new URL(url).searchParams.get("call")
    return baseUrl === null ? new Response("answered") : Response.json(await send(baseUrl))
  }
}
