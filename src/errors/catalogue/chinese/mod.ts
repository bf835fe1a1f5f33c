/** What every error code means and what to do about it, in Chinese. Only who asks for it loads it. */
import type { ErrorName } from "../../ErrorCode.ts"
import type { otherMeanings } from "../otherMeanings.ts"
import { advices, type Chinese } from "./Chinese.ts"
import { gatewayInChinese } from "./gateway.ts"
import { groupsInChinese } from "./groups.ts"
import { peopleInChinese } from "./people.ts"
import { servicesInChinese } from "./services.ts"

const { retry } = advices

const otherMeaningsInChinese = {
  OfficialAccountInternalError: ["公众号服务内部出错", retry],
  PushAttributeValueInvalid: ["推送属性的值为空或超过 50 字节", "推送属性的值应为 1 到 50 字节"],
  PushDataIdTooLong: ["DataId 超过 64 字节", "把 DataId 缩短到 64 字节以内"],
  ModerationContentTooLarge: ["内容超过 8 KB", "把待审内容缩短到 8 KB 以内"],
  GlobalMuteGetAccountMissing: ["全局禁言：缺少 Get_Account", "填写 Get_Account"],
  GlobalMuteSetAccountMissing: ["全局禁言：缺少 Set_Account", "填写 Set_Account"],
  GlobalMuteSetAccountInvalid: ["全局禁言：Set_Account 不是合法帐号", "在 Set_Account 中填合法的 UserID"],
  GlobalMuteTimeMissing: ["全局禁言：没有给出时间", "填写 C2CmsgNospeakingTime 或 GroupmsgNospeakingTime"],
  OperationStoreNotOpened: ["运营数据：数据存储未能打开", retry],
  OperationStoreUnreachable: ["运营数据：数据存储没有应答", retry]
} as const satisfies { readonly [Name in keyof typeof otherMeanings]: Chinese }

/** Meaning and advice of each error code in Chinese, by its name. */
export const errorsInChinese: { readonly [Name in ErrorName]: Chinese } = {
  ...groupsInChinese,
  ...peopleInChinese,
  ...gatewayInChinese,
  ...servicesInChinese,
  ...otherMeaningsInChinese
}
