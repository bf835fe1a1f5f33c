/** How the emulator answers the endpoints that import groups and members. */
import * as Effect from "effect/Effect"
import { importGroup, importGroupMember } from "../../api/groups/endpoints/import.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Group } from "../state/Groups.ts"
import { groupTypes } from "../state/groupTypes.ts"
import { makeGroup, whyNotGroup } from "./groupsCreation.ts"
import { type Answer, ofGroup, refused, withGroup } from "./groupsCommon.ts"

type MemberToImport = BodyOf<typeof importGroupMember>["MemberList"][number]

/** Imports one member and tells how that went: 0 failed, 1 imported, 2 was a member already. */
const importOne = (given: MemberToImport, group: Group, { app, now }: Call): 0 | 1 | 2 => {
  const { JoinTime, Member_Account, Role, UnreadMsgNum } = given
  if (group.members.has(Member_Account)) return 2
  if (!app.accounts.has(Member_Account) || !app.groups.mayJoinMore(Member_Account) || group.isFull) return 0
  if (group.bannedUntil(Member_Account, now) > 0) return 0
  if (Role !== undefined && !groupTypes[group.type].admins) return 0
  if (JoinTime !== undefined && (JoinTime < group.createTime || JoinTime > now)) return 0
  const member = group.join(Member_Account, JoinTime ?? now)
  if (Role !== undefined) member.role = Role
  const last = group.nextMsgSeq - 1
  member.msgSeq = last - Math.min(UnreadMsgNum ?? 0, last)
  return 1
}

/** The routes that import groups and members. */
export const groupImportRoutes: ReadonlyArray<Route> = [
  route(
    importGroup,
    {
      invalid: 10004,
      fields: { Type: 10007 },
      notes: ["Groups and their members are limited as by create_group, after the edition, which is assumed."]
    },
    (body, call): Answer<{ readonly GroupId: string }> => {
      if (body.CreateTime !== undefined && body.CreateTime > call.now) {
        return refused(10004, "CreateTime is in the future")
      }
      const reason = whyNotGroup(body, call)
      return reason === undefined ? { GroupId: makeGroup(body, call).groupId } : Effect.fail(reason)
    }
  ),

  route(
    importGroupMember,
    {
      ...ofGroup,
      limits: { ...ofGroup.limits, MemberList: 10005, "MemberList[]": 10004 },
      empty: { MemberList: 10004 },
      notes: [
        "Accounts that do not exist, are banned, in too many groups, admins of a Private group, or too many for the " +
        "group are answered with 0, which is assumed."
      ]
    },
    ({ GroupId, MemberList }, call) =>
      withGroup(GroupId, call, (group) => {
        if (!groupTypes[group.type].storesMembers) return refused(10007)
        return {
          MemberList: MemberList.map((member) => ({
            Member_Account: member.Member_Account,
            Result: importOne(member, group, call)
          }))
        }
      })
  )
]
