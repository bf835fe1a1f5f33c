/** The part of the vendor's untyped package that is used. */
declare module "tls-sig-api-v2/TLSSigAPIv2.js" {
  class Api {
    constructor(sdkAppId: number, key: string)
    genSig(userId: string, expire: number, userBuf: Uint8Array | null): string
  }
  const module: { Api: typeof Api }
  export default module
}
