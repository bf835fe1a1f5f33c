/** How the emulator answers the endpoints about who is in AVChatRooms. */
import {
  addRobots,
  checkMembers,
  delRobots,
  getAdminList,
  getMembers,
  getOnlineMemberNum,
  modifyAdmin,
  modifyUserInfo
} from "../../api/live/roomEndpoints.ts"
import { standardTags } from "../../api/profiles/tags.ts"
import { type Call, type Route, route } from "../Route.ts"
import { type Audience, hiddenMark, robotMark } from "../state/LiveRooms.ts"
import { type Answer, ofGroup, refused, withGroup } from "./groupsCommon.ts"

/** How many members a page holds. */
const pageSize = 250

/** How many of the newest members are listed, with the feature and without. */
const listed = { with: 1000, without: 30 } as const

/** How many admins a room has. */
const maxAdmins = 5

/** Whether the app has the list of online members. */
const hasFeature = ({ app }: Call): boolean => app.edition === "premium"

/** Answers for those who are in an AVChatRoom; refuses other groups. */
const withAudience = <A>(groupId: string, call: Call, answer: (audience: Audience) => Answer<A>): Answer<A> =>
  withGroup(groupId, call, (group) => group.type === "AVChatRoom" ? answer(call.app.live.of(group)) : refused(10007))

/** As `withAudience`, for apps that have the list of online members. */
const withFeature = <A>(groupId: string, call: Call, answer: (audience: Audience) => Answer<A>): Answer<A> =>
  withAudience(groupId, call, (audience) => hasFeature(call) ? answer(audience) : refused(10007))

/** Name and picture of an account, as far as they are set. */
const faceOf = (userId: string, { app }: Call): { readonly NickName?: string; readonly Avatar?: string } => {
  const profile = app.accounts.get(userId)?.profile
  const nick = profile?.get(standardTags.nick.tag)
  const image = profile?.get(standardTags.image.tag)
  return {
    ...(nick === undefined ? {} : { NickName: String(nick) }),
    ...(image === undefined ? {} : { Avatar: String(image) })
  }
}

const featureNote = "The premium edition has the list of online members switched on; the others are refused with 10007."

const connectionNote = "Only clients enter a room: in the emulator by `app.live.enter(groupId, userId, seconds)` and " +
  "`app.live.leave(groupId, userId)`."

const areKnown = (userIds: ReadonlyArray<string>, { app }: Call): boolean => userIds.every((id) => app.accounts.has(id))

/** The routes about who is in AVChatRooms. */
export const liveRoomRoutes: ReadonlyArray<Route> = [
  route(
    getOnlineMemberNum,
    {
      ...ofGroup,
      notes: [
        connectionNote,
        "From 300 members on the answer is up to 10 seconds old. There are no web clients, which make it older.",
        "Robots and hidden members count, which is assumed.",
        "In other types those members count whose account is online. The premium edition has that switched on."
      ]
    },
    ({ GroupId }, call) =>
      withGroup(GroupId, call, (group) =>
        group.type === "AVChatRoom" || hasFeature(call)
          ? { OnlineMemberNum: call.app.live.count(group, call.now) }
          : refused(10007))
  ),

  route(
    getMembers,
    {
      ...ofGroup,
      notes: [
        connectionNote,
        "The list is never old. NextTimestamp is a place in the list and not a time.",
        "Editions other than premium list the newest 30 members, and communities are refused with 10007: sources " +
        "disagree about both.",
        "A list by mark holds all members with it, also beyond the newest 1,000, which is assumed."
      ]
    },
    ({ GroupId, Mark, Timestamp }, call) =>
      withAudience(GroupId, call, (audience) => {
        const most = hasFeature(call) ? listed.with : listed.without
        const isVisible = (userId: string) => !audience.isHidden(userId)
        const members = Mark === undefined
          ? audience.before(Infinity, most, isVisible)
          : audience.withMark(Mark).filter(({ key }) => Mark === hiddenMark || isVisible(key)).slice(0, most)
        const left = Timestamp === 0 ? members : members.filter(({ serial }) => serial < Timestamp)
        const page = left.slice(0, pageSize)
        return {
          MemberList: page.map(({ key, value }) => ({
            Member_Account: key,
            JoinTime: value.joinTime,
            ...faceOf(key, call)
          })),
          NextTimestamp: left.length > page.length ? page.at(-1)?.serial ?? 0 : 0
        }
      })
  ),

  route(
    modifyUserInfo,
    {
      ...ofGroup,
      limits: { ...ofGroup.limits, MemberList: 10005, "MemberList[]": 10004 },
      notes: [
        featureNote,
        "Setting adds to the marks that a member has.",
        "All accounts offline or unknown, an eleventh mark and a mark of more than 1,000 members are refused with " +
        "10004, more than 500 accounts with 10005: all assumed. 500 and 600 count for neither limit.",
        "Robots stay until they are taken out, also after three days."
      ]
    },
    ({ CommandType, GroupId, MemberList }, call) =>
      withFeature(GroupId, call, (audience) => {
        const isSet = CommandType === 1
        const known = MemberList.filter(({ Marks, Member_Account: id }) =>
          audience.get(id) !== undefined || (isSet && Marks.includes(robotMark) && call.app.accounts.has(id))
        )
        if (known.length === 0) return refused(10004, "no account is online")
        const items = known.map(({ Marks, Member_Account }) => ({ userId: Member_Account, marks: Marks }))
        if (isSet && !audience.takes(items)) return refused(10004, "too many marks, or too many members with one")
        for (const { marks, userId } of items) {
          // A robot has to be there before it can have further marks.
          if (isSet && marks.includes(robotMark)) audience.mark(userId, robotMark, call.now)
          for (const mark of marks) {
            if (isSet) audience.mark(userId, mark, call.now)
            else audience.unmark(userId, mark)
          }
        }
        return { CommandType, MemberList: known }
      })
  ),

  route(
    checkMembers,
    { ...ofGroup, notes: [featureNote, "The answer is never old. A call takes any number of accounts."] },
    ({ GroupId, Member_Account }, call) =>
      withFeature(GroupId, call, (audience) => ({
        Member_Account: [...new Set(Member_Account)].filter((id) => audience.get(id) !== undefined)
      }))
  ),

  route(
    modifyAdmin,
    {
      ...ofGroup,
      notes: [
        featureNote,
        "A sixth admin, and an account that does not exist, are refused with 10004, which is assumed.",
        "What clients of admins may do is not imitated: they are muted with everybody else, for example."
      ]
    },
    ({ Admin_Account, CommandType, GroupId }, call) =>
      withFeature(GroupId, call, (audience) => {
        const isSet = CommandType === 1
        if (isSet && !areKnown(Admin_Account, call)) return refused(10004, "an account does not exist")
        const admins = new Set([...audience.admins(call.app), ...Admin_Account])
        if (isSet && admins.size > maxAdmins) return refused(10004, `a room has at most ${maxAdmins} admins`)
        for (const id of Admin_Account) audience.setAdmin(id, isSet)
        return {}
      })
  ),

  route(
    getAdminList,
    { ...ofGroup, notes: [featureNote] },
    ({ GroupId }, call) =>
      withFeature(GroupId, call, (audience) => ({
        Admin_List: [...audience.admins(call.app)].map((id) => ({ Admin_Account: id, ...faceOf(id, call) }))
      }))
  ),

  route(
    addRobots,
    {
      ...ofGroup,
      notes: [featureNote, "An account that does not exist is refused with 10004, and any number is taken: assumed."]
    },
    ({ GroupId, Member_Account }, call) =>
      withFeature(GroupId, call, (audience) => {
        if (!areKnown(Member_Account, call)) return refused(10004, "an account does not exist")
        for (const id of Member_Account) audience.mark(id, robotMark, call.now)
        return {}
      })
  ),

  route(
    delRobots,
    { ...ofGroup, notes: [featureNote, "Accounts that are no robots of the room are no failure, which is assumed."] },
    ({ GroupId, Member_Account }, call) =>
      withFeature(GroupId, call, (audience) => {
        for (const id of Member_Account) audience.unmark(id, robotMark)
        return {}
      })
  )
]
