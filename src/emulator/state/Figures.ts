/** The daily figures of an app, counted as things happen. */
import { beijingDay } from "../../api/operations/beijing.ts"
import type { FigureName } from "../../api/operations/Operations.ts"
import type { App } from "./App.ts"

/** A figure that is counted one by one. */
export type CountedFigure = Extract<
  FigureName,
  | "RegistUserNumOneDay"
  | "C2CUpMsgNum"
  | "C2CDownMsgNum"
  | "C2CAPNSMsgNum"
  | "GroupUpMsgNum"
  | "GroupDownMsgNum"
  | "GroupAPNSMsgNum"
  | "GroupJoinGroupTimes"
  | "GroupQuitGroupTimes"
  | "GroupNewGroupNum"
  | "GroupDestroyGroupNum"
  | "LoginTimes"
  | "ChainIncrease"
  | "ChainDecrease"
  | "CallBackReq"
  | "CallBackRsp"
>

/** A figure that counts different users, or groups. */
export type DistinctFigure = Extract<
  FigureName,
  "C2CSendMsgUserNum" | "GroupSendMsgUserNum" | "GroupSendMsgGroupNum" | "LoginUserNum"
>

/** What was counted on one day. */
interface Day {
  readonly counts: Map<CountedFigure, number>
  readonly distinct: Map<DistinctFigure, Set<string>>
  /** Accounts that were made, less those that were deleted. */
  accounts: number
}

const countIn = ({ counts }: Day, figure: CountedFigure, times = 1): void => {
  counts.set(figure, (counts.get(figure) ?? 0) + times)
}

const countOnceIn = ({ distinct }: Day, figure: DistinctFigure, id: string): void => {
  const ids = distinct.get(figure)
  if (ids === undefined) distinct.set(figure, new Set([id]))
  else ids.add(id)
}

/** How many days are answered, today included. */
const days = 30

const dayMilliseconds = 86_400_000

const none: ReadonlySet<string> = new Set()

/** The daily figures of an app, by days in Beijing. */
export class Figures {
  private readonly app: Pick<App, "accounts" | "sdkAppId">
  /** The oldest first. */
  private readonly days = new Map<string, Day>()
  private latest = ""

  constructor(app: Pick<App, "accounts" | "sdkAppId">) {
    this.app = app
  }

  /** Counts something that happened. `now` is in seconds. */
  count(figure: CountedFigure, now: number, times = 1): void {
    countIn(this.day(now), figure, times)
  }

  /** Counts a user, or a group, once a day. */
  countOnce(figure: DistinctFigure, id: string, now: number): void {
    countOnceIn(this.day(now), figure, id)
  }

  /** Counts accounts that were made, or with a number below 0, that were deleted. */
  accountsChanged(by: number, now: number): void {
    this.day(now).accounts += by
    if (by > 0) this.count("RegistUserNumOneDay", now, by)
  }

  /** Counts a message between two accounts. */
  c2cSent(from: string, now: number, receivers = 1): void {
    const day = this.day(now)
    countIn(day, "C2CUpMsgNum")
    countIn(day, "C2CDownMsgNum", receivers)
    countOnceIn(day, "C2CSendMsgUserNum", from)
  }

  /** Counts a message to a group. */
  groupSent(from: string, groupId: string, now: number, receivers: number): void {
    const day = this.day(now)
    countIn(day, "GroupUpMsgNum")
    countIn(day, "GroupDownMsgNum", receivers)
    countOnceIn(day, "GroupSendMsgUserNum", from)
    countOnceIn(day, "GroupSendMsgGroupNum", groupId)
  }

  /** The figures of the last 30 days, the newest first. */
  report(nowMillis: number, groups: number): ReadonlyArray<ReadonlyMap<FigureName, string>> {
    let accounts = this.app.accounts.size
    let allGroups = groups
    return Array.from({ length: days }, (_, back) => {
      const date = beijingDay(nowMillis - back * dayMilliseconds)
      const day = this.days.get(date)
      const figures = this.figuresOf(date, day, accounts, allGroups)
      accounts -= day?.accounts ?? 0
      allGroups -= (day?.counts.get("GroupNewGroupNum") ?? 0) - (day?.counts.get("GroupDestroyGroupNum") ?? 0)
      return figures
    })
  }

  private figuresOf(
    date: string,
    day: Day | undefined,
    accounts: number,
    groups: number
  ): ReadonlyMap<FigureName, string> {
    const count = (figure: CountedFigure) => day?.counts.get(figure) ?? 0
    const ids = (figure: DistinctFigure) => day?.distinct.get(figure) ?? none
    const senders = new Set([...ids("C2CSendMsgUserNum"), ...ids("GroupSendMsgUserNum")])
    const active = new Set([...senders, ...ids("LoginUserNum")])
    const figures: { readonly [Name in FigureName]: string | number } = {
      AppId: this.app.sdkAppId,
      AppName: "emulator",
      Company: "timkit",
      Date: date,
      ActiveUserNum: active.size,
      RegistUserNumOneDay: count("RegistUserNumOneDay"),
      RegistUserNumTotal: Math.max(0, accounts),
      LoginTimes: count("LoginTimes"),
      LoginUserNum: ids("LoginUserNum").size,
      MaxOnlineNum: ids("LoginUserNum").size,
      UpMsgNum: count("C2CUpMsgNum") + count("GroupUpMsgNum"),
      DownMsgNum: count("C2CDownMsgNum") + count("GroupDownMsgNum"),
      SendMsgUserNum: senders.size,
      APNSMsgNum: count("C2CAPNSMsgNum") + count("GroupAPNSMsgNum"),
      C2CUpMsgNum: count("C2CUpMsgNum"),
      C2CDownMsgNum: count("C2CDownMsgNum"),
      C2CSendMsgUserNum: ids("C2CSendMsgUserNum").size,
      C2CAPNSMsgNum: count("C2CAPNSMsgNum"),
      GroupUpMsgNum: count("GroupUpMsgNum"),
      GroupDownMsgNum: count("GroupDownMsgNum"),
      GroupSendMsgUserNum: ids("GroupSendMsgUserNum").size,
      GroupAPNSMsgNum: count("GroupAPNSMsgNum"),
      GroupSendMsgGroupNum: ids("GroupSendMsgGroupNum").size,
      GroupJoinGroupTimes: count("GroupJoinGroupTimes"),
      GroupQuitGroupTimes: count("GroupQuitGroupTimes"),
      GroupNewGroupNum: count("GroupNewGroupNum"),
      GroupAllGroupNum: Math.max(0, groups),
      GroupDestroyGroupNum: count("GroupDestroyGroupNum"),
      ChainIncrease: count("ChainIncrease"),
      ChainDecrease: count("ChainDecrease"),
      CallBackReq: count("CallBackReq"),
      CallBackRsp: count("CallBackRsp")
    }
    return new Map(Object.entries(figures).map(([name, value]) => [name as FigureName, String(value)]))
  }

  private day(now: number): Day {
    const date = beijingDay(now * 1000)
    const known = this.days.get(date)
    if (known !== undefined) return known
    const day: Day = { counts: new Map(), distinct: new Map(), accounts: 0 }
    this.days.set(date, day)
    if (date > this.latest) {
      this.latest = date
      const oldest = beijingDay(now * 1000 - days * dayMilliseconds)
      for (const known of this.days.keys()) if (known < oldest) this.days.delete(known)
    }
    return day
  }
}
