/** The gateway, UserSigs, accounts and what is refused on the way, in Chinese. */
import type { gateway } from "../gateway.ts"
import { advices, type Chinese } from "./Chinese.ts"

const { adminIdentifier, compareFields, higherEdition, importFirst, retry, slower, support } = advices

/** Meaning and advice by the code's name. */
export const gatewayInChinese = {
  HttpParseError: ["网关无法解析该 HTTP 请求", "检查 URL、查询参数和请求头"],
  RequestJsonParseError: ["网关无法把请求体解析为 JSON", "发送一个 JSON 对象，没有字段时发送 {}"],
  AccountCheckFailed: [
    "identifier 与 UserSig 校验失败（旧文档：UserID 或 UserSig 有误）",
    "换新的 UserSig 重试；若仍失败，检查 identifier 和各 UserID"
  ],
  AccountCheckFailedAlt: [
    "identifier 与 UserSig 校验失败（第二个码，参见 60004）",
    "换新的 UserSig 重试；若仍失败，检查 identifier 和各 UserID"
  ],
  SdkAppIdInvalid: ["URL 中的 sdkappid 不是 SDKAppID", "从控制台复制 SDKAppID"],
  RestApiRateLimited: ["App 调用该接口超过频率限制（默认每秒 200 次）", "放慢调用，或在控制台调高限制"],
  RequestTimeoutOrBadFormat: ["服务超时，或 HTTP 请求格式有误", "确认请求格式正确，再退避重试"],
  RequestedResourceError: ["网关没有这个服务或命令", "对照文档检查路径"],
  AdminRequired: ["identifier 不是 App 管理员", adminIdentifier],
  SdkAppIdRateLimited: ["App 的全部调用合计过多", "降低 App 全部调用的频率"],
  SdkAppIdMissing: ["查询参数缺少 sdkappid", "在查询参数 sdkappid 中填写 SDKAppID"],
  ResponseJsonParseError: ["网关收到后端损坏的 JSON", `${support}处理`],
  AccountExchangeTimeout: ["帐号解析超时", retry],
  UserIdTypeInvalid: ["请求体中的 UserID 不是 JSON 字符串", "所有 UserID 都加引号，纯数字也一样"],
  SdkAppIdDisabled: ["App 已被停用", `${support}启用 App`],
  RequestDisabled: ["该接口已对本 App 禁用", `${support}解除`],
  TooManyRequests: ["调用过快", slower],
  TooManyRequestsAlt: ["调用过快（第二个码，参见 60018）", slower],
  ServiceUnavailableForPlan: ["App 没有有效套餐：未购买、已到期或欠费", "购买、续费或充值，生效最多需 5 分钟"],
  SourceIpNotAllowed: ["调用者的 IP 不在 App 的白名单中", "在控制台加入该 IP，或从名单内的地址调用"],
  UrlParameterError: [
    "查询参数有误：sdkappid、identifier、usersig 或 contenttype",
    "修正 URL 中这四项；contenttype 为 json"
  ],
  DomainMismatch: ["App 不在所调用的数据中心", "改用 App 所属地域的域名"],
  ProductMismatch: ["该 App 只用于推送，接口属于另一产品", "使用为本产品创建的 SDKAppID"],
  TrialDailyVolumeExceeded: ["体验版 24 小时内的调用量已用完", "明天再试，或升级套餐"],
  UserSigExpired: ["UserSig 已过期", "重新生成 UserSig，有效期 24 小时以上"],
  UserSigEmpty: ["UserSig 为空", "把完整的 UserSig 放入查询参数"],
  UserSigIllegal: ["UserSig 被截断或格式有误，无法解析", "重新生成，完整发送并做 URL 编码"],
  UserSigIllegalAlt: ["UserSig 校验不通过（第二个码，参见 70003）", "用 App 的密钥重新生成 UserSig"],
  UserSigKeyMismatch: ["UserSig 可能是用别的 App 的密钥签的", "用该 SDKAppID 的密钥签名"],
  UserSigUserIdMismatch: ["UserSig 的 UserID 与 identifier 不一致", "identifier 与签名使用同一个 UserID"],
  UserSigSdkAppIdMismatch: ["UserSig 的 SDKAppID 与 sdkappid 不一致", "sdkappid 与签名使用同一个 SDKAppID"],
  UserSigKeyMissing: ["该数据中心没有校验 UserSig 的密钥", "调用 SDKAppID 所属地域的域名"],
  SdkAppIdNotFound: ["该数据中心没有这个 SDKAppID 的 App", "修正 SDKAppID，或调用其所属地域的域名"],
  UserSigRetriesExceeded: ["UserSig 失败次数过多，暂时拒绝", "修正签名，等待 1 分钟"],
  AccountBlocklisted: ["该帐号被腾讯云列入黑名单", `就该帐号${support}`],
  UserSigInvalidated: ["UserSig 已被作废", "重新生成 UserSig"],
  AccountNotFound: ["App 没有这个 UserID 的帐号", importFirst],
  LoginRestrictedForSecurity: ["登录过于频繁，出于安全被拒绝", "稍候，拉长登录间隔"],
  AccountServerTimeout: ["帐号服务超时", retry],
  AccountServerTimeoutAlt: ["帐号服务超时（第二个码，参见 70169）", retry],
  BatchSizeInvalid: ["批量的数量不被接受", "按接口文档的数量拆分"],
  AccountCountExceeded: ["帐号数已达套餐上限（体验版 100 个）", "用 account_delete 删除帐号，或升级套餐"],
  AccountReimportBlocked: ["非体验版中，已删除的 UserID 三个月内不能再导入", `换一个 UserID，或${support}`],
  AccountParameterInvalid: ["缺少必填字段，或字段格式有误", compareFields],
  AccountAdminRequired: ["帐号接口要求 identifier 是 App 管理员", adminIdentifier],
  ClientSdkTooOld: ["服务不再支持这个旧版客户端 SDK", "升级客户端 SDK"],
  AccountInternalError: ["帐号服务内部出错", retry],
  AccountDeleteNotSupported: ["App 不允许删除帐号", "在控制台允许删除帐号"],
  TrialDauExceeded: ["体验版今日活跃用户数已达上限", higherEdition],
  StatusFeatureDisabled: ["App 未开启用户状态查询和通知", "在控制台开启用户状态"],
  TrialMauExceeded: ["体验版本月活跃用户数已达上限", higherEdition],
  UserStateRateLimited: ["单个用户登录、登出、切前台或改推送设置过于频繁", "让客户端减少状态变更"],
  GlobalDoNotDisturbDisabled: ["App 未开启全局免打扰", "在控制台开启全局免打扰"],
  ProfileSubscriptionDisabled: ["App 未开启资料变更订阅", "在控制台开启资料订阅"],
  TextModerationBlocked: ["审核拒绝了消息或资料中的文本", "修改文本"],
  MessageBodyTooLarge: ["消息超过 12 KB（2023 年以前的文档：8 KB）", "把消息缩短到 12 KB 以内，或发送内容的链接"],
  BeforeSendWebhookFailed: ["发送前回调失败或超时；按策略未投递", "修复回调，或在控制台放宽超时策略；然后重发"],
  ImageModerationBlocked: ["审核拒绝了消息中的图片", "换一张图片"],
  ServiceDeactivated: ["App 的服务已停止：套餐到期或欠费", "购买或续费套餐，或充值"]
} as const satisfies { readonly [Name in keyof typeof gateway]: Chinese }
