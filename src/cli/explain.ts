/** `timkit explain`: what an error code means and what to do, without asking anybody. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ErrorCode, type ErrorName } from "../errors/ErrorCode.ts"
import { errorNameOf } from "../errors/errorName.ts"
import { type RetryClass, retryClassOf } from "../errors/retryClass.ts"
import type { AnyCommand } from "../webhook/Command.ts"
import { command } from "./command.ts"
import { reference } from "./endpoints.ts"
import { CommandFailed } from "./failures.ts"
import { showList } from "./output.ts"
import { variable } from "./secretKey.ts"
import { resolvedFormat } from "./settings.ts"
import { pad } from "./table.ts"

type Language = "en" | "zh"

/** What a code means. */
interface Meaning {
  readonly code: number
  readonly name: ErrorName
  readonly domain: string
  readonly meaning: string
  readonly advice: string
  readonly class: RetryClass
  readonly retry: string
  /** The calls that mean this by the code; absent where all others do. */
  readonly paths?: ReadonlyArray<string>
  readonly docs: string
}

const words = {
  en: {
    labels: {
      domain: "domain",
      meaning: "meaning",
      advice: "advice",
      retry: "again",
      paths: "only from",
      docs: "page"
    },
    retry: {
      never: "not tried again: the same request fails again",
      transient: "tried again, where a second call does no harm: whether the first took effect is not known",
      "rate-limited": "tried again, more slowly: it was refused before it was processed",
      auth: "tried once more, with a new UserSig"
    },
    docs: "https://trtc.io/document/34348",
    own: "a code of the app's own: a webhook of the app refused with it",
    unknown: "this code is not documented"
  },
  zh: {
    labels: { domain: "类别", meaning: "含义", advice: "建议", retry: "重试", paths: "仅限", docs: "文档" },
    retry: {
      never: "不重试：同样的请求会再次失败",
      transient: "在重复调用无害时重试：首次是否生效未知",
      "rate-limited": "放慢后重试：请求在处理前被拒绝",
      auth: "换新的 UserSig 再试一次"
    },
    docs: "https://cloud.tencent.com/document/product/269/1671",
    own: "App 自定义的码：App 的回调用它拒绝了请求",
    unknown: "文档中没有这个错误码"
  }
} as const satisfies {
  readonly [L in Language]: {
    readonly labels: { readonly [label: string]: string }
    readonly retry: { readonly [Class in RetryClass]: string }
    readonly docs: string
    readonly own: string
    readonly unknown: string
  }
}

const names = Object.entries(ErrorCode) as ReadonlyArray<readonly [ErrorName, number]>

/** The number of a code that was given as one, or by its name. */
const codeFor = (word: string): number | undefined =>
  /^-?\d+$/.test(word)
    ? Number(word)
    : names.find(([name]) => name.toLowerCase() === word.toLowerCase())?.[1]

/** Every meaning of a code: first the usual one. */
const meaningsOf = Effect.fnUntraced(function*(code: number, language: Language) {
  const { errorCatalogue, errorsInChinese } = yield* Effect.promise(async () => ({
    ...await import("../errors/errorCatalogue.ts"),
    ...await import("../errors/catalogue/chinese/mod.ts")
  }))
  const { endpoints } = yield* reference
  return names.filter(([, known]) => known === code).map(([name]): Meaning => {
    const [domain, ...english] = errorCatalogue[name]
    const [meaning, advice] = language === "zh" ? errorsInChinese[name] : english
    const isUsual = errorNameOf(code) === name
    const meant = endpoints.filter(({ endpoint }) => errorNameOf(code, endpoint.path) === name)
    const listed = meant.filter(({ errors }) => errors.includes(code))
    const paths = (listed.length > 0 ? listed : meant).map(({ endpoint }) => endpoint.path)
    const tried = retryClassOf(code, isUsual ? undefined : paths[0])
    const { docs, retry } = words[language]
    const about = { code, name, domain, meaning, advice, class: tried, retry: retry[tried] }
    return { ...about, ...(isUsual ? {} : { paths }), docs }
  })
})

/** Whether webhooks may refuse with a code. */
const isOwn = (code: number) =>
  Effect.promise(async () => {
    const { events } = await import("../webhook/events.ts")
    const commands: ReadonlyArray<AnyCommand> = Object.values(events)
    return commands.some(({ ownCodes }) => ownCodes !== undefined && code >= ownCodes[0] && code <= ownCodes[1])
  })

const textOf = (told: Meaning, language: Language): string => {
  const { labels } = words[language]
  const line = (label: string, text: string) => `  ${pad(label, 9)} ${text}`
  return [
    `${told.code} ${told.name}`,
    line(labels.domain, told.domain),
    line(labels.meaning, told.meaning),
    line(labels.advice, told.advice),
    line(labels.retry, `${told.class}, ${told.retry}`),
    ...(told.paths ?? []).map((path, index) => line(index === 0 ? labels.paths : "", path)),
    line(labels.docs, told.docs)
  ].join("\n")
}

const languageOf = Effect.fnUntraced(function*(asked: Option.Option<Language>) {
  if (Option.isSome(asked)) return asked.value
  const locale = (yield* variable("LC_ALL")) ?? (yield* variable("LC_MESSAGES")) ?? (yield* variable("LANG")) ?? ""
  return /^zh/i.test(locale) ? "zh" : "en"
})

/** `timkit explain`. */
export const explainCommand = command(
  "explain",
  "Explain an error code, in English or Chinese, without asking the service",
  {
    code: Argument.String("code").pipe(Argument.withDescription("70107, or AccountNotFound")),
    path: Flag.String("path").pipe(
      Flag.withDescription("The call that was refused: a few codes mean different things to different calls"),
      Flag.optional
    ),
    lang: Flag.Literals("lang", ["en", "zh"]).pipe(
      Flag.withDescription("The language; as LANG says when left out"),
      Flag.optional
    )
  },
  Effect.fnUntraced(function*({ code: word, lang, path }) {
    const language = yield* languageOf(lang)
    const code = codeFor(word)
    const all = code === undefined ? [] : yield* meaningsOf(code, language)
    if (code === undefined || all.length === 0) {
      const { own, unknown } = words[language]
      return yield* new CommandFailed({ detail: code !== undefined && (yield* isOwn(code)) ? own : unknown })
    }
    const meant = Option.match(path, {
      onNone: () => all,
      onSome: (path) => all.filter(({ name }) => name === errorNameOf(code, path.replace(/^\//, "")))
    })
    if ((yield* resolvedFormat) !== "table") return yield* showList(meant)
    yield* Console.log(meant.map((each) => textOf(each, language)).join("\n\n"))
  })
).pipe(
  Command.withExamples([
    { command: "timkit explain 70107", description: "Meaning, advice and whether it is tried again" },
    { command: "timkit explain 90057 --path v4/timpush/push --lang zh", description: "As one call means it" }
  ])
)
