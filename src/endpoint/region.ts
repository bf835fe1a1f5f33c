/** The data centres of the service. An app lives in the one that was chosen when it was created. */

/**
 * The address of each data centre's API. Another data centre than the app's own answers
 * `ErrorCode.DomainMismatch` (60026).
 *
 * @see https://trtc.io/document/34620
 */
export const regions = {
  china: "https://console.tim.qq.com",
  singapore: "https://adminapisgp.im.qcloud.com",
  seoul: "https://adminapikr.im.qcloud.com",
  tokyo: "https://adminapijpn.im.qcloud.com",
  frankfurt: "https://adminapiger.im.qcloud.com",
  "silicon-valley": "https://adminapiusa.im.qcloud.com",
  jakarta: "https://adminapiidn.im.qcloud.com",
  riyadh: "https://adminapiksa.im.qcloud.com",
  /** Gone from the vendor's lists since mid 2024; for apps that still live there. */
  mumbai: "https://adminapiind.im.qcloud.com"
} as const

/**
 * The second address of each data centre, for when the name of the first does not resolve or was hijacked.
 * Paths and signatures are the same.
 */
export const fallbackRegions: { readonly [Name in Region]: string } = {
  china: "https://adminapi.my-imcloud.com",
  singapore: "https://adminapisgp.my-imcloud.com",
  seoul: "https://adminapikr.my-imcloud.com",
  tokyo: "https://adminapijpn.my-imcloud.com",
  frankfurt: "https://adminapiger.my-imcloud.com",
  "silicon-valley": "https://adminapiusa.my-imcloud.com",
  jakarta: "https://adminapiidn.my-imcloud.com",
  riyadh: "https://adminapiksa.my-imcloud.com",
  mumbai: "https://adminapiind.my-imcloud.com"
}

/** The name of a data centre. */
export type Region = keyof typeof regions
