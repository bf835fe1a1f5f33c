/** What a code means and what to do, in Chinese. */
export type Chinese = readonly [meaning: string, advice: string]

/** Advice that many codes share. */
export const advices = {
  retry: "退避后重试",
  adminIdentifier: "把 identifier 设为管理员帐号，并用它签名",
  higherEdition: "升级到更高的套餐版本",
  support: "联系腾讯云技术支持",
  readErrorInfo: "看 ErrorInfo 了解原因，再修正请求体",
  slower: "稍候，降低调用频率",
  importFirst: "先用 account_import 导入该帐号",
  compareFields: "对照文档逐个检查请求体的字段"
} as const
