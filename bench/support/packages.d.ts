/** The parts that are used of the packages that timkit is compared with: they are not there before the first run. */
declare module "ky" {
  const ky: {
    post(url: string, options: { readonly json: unknown }): { json<Answer>(): Promise<Answer> }
  }
  export default ky
}

declare module "axios" {
  const axios: { post(url: string, body: unknown): Promise<{ readonly data: unknown }> }
  export default axios
}

declare module "ofetch" {
  export const ofetch: (url: string, options: { readonly method: string; readonly body: object }) => Promise<unknown>
}

declare module "stripe" {
  export class Stripe {
    constructor(key: string, options: { readonly host: string; readonly port: string; readonly protocol: "http" })
    readonly customers: { create(customer: { readonly name: string }): Promise<unknown> }
  }
}

declare module "grammy" {
  export class Bot {
    constructor(token: string, options: { readonly client: { readonly apiRoot: string } })
    readonly api: { sendMessage(chat: number, text: string): Promise<unknown> }
  }
}

declare module "@octokit/core" {
  export class Octokit {
    constructor(options: { readonly baseUrl: string; readonly auth: string })
    request(route: string, parameters: { readonly title: string }): Promise<unknown>
  }
}

declare module "stream-chat" {
  export class StreamChat {
    constructor(key: string, secret: string)
    setBaseURL(url: string): void
    upsertUser(user: { readonly id: string }): Promise<unknown>
  }
}
