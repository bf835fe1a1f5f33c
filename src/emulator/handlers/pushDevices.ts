/** How devices are named where it is told what became of pushes. */
import type { Device } from "../state/Push.ts"

/** The vendor's number of a platform; 0 where there is no vendor. */
export const numberOf = ({ platform }: Device): number => {
  if (/^(iphone|ipad|mac)$/i.test(platform)) return 1
  return platform === "Android" ? 4 : 0
}

/** The number of the vendor that a push goes by. Online pushes go by none. */
export const vendorOf = (device: Device): number => device.online ? 0 : numberOf(device)

/** 1 an offline push, 2 an online push. */
export const eventTypeOf = ({ online }: Device): number => online ? 2 : 1

/** The loss of receivers that have no device. */
export const noToken = { code: -2, info: "token not uploaded" }
