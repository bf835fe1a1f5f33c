/** How the emulator answers the endpoints about permission groups and who is in them. */
import {
  addPermissionGroupMember,
  createPermissionGroup,
  deletePermissionGroupMember,
  destroyPermissionGroup,
  getPermissionGroup,
  getPermissionGroupMemberList,
  modifyPermissionGroup
} from "../../api/communities/permissionGroupEndpoints.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Group } from "../state/Groups.ts"
import { PermissionGroup } from "../state/PermissionGroups.ts"
import { assignId, codes, resultOf, silent } from "./communityPlace.ts"
import { type Answer, memberOf, ofGroup, refused, withGroup } from "./groupsCommon.ts"

/** Answers for a community that can have permission groups; refuses otherwise. */
export const withPermissions = <A>(groupId: string, call: Call, answer: (group: Group) => Answer<A>): Answer<A> =>
  withGroup(
    groupId,
    call,
    (group) => group.supportTopic && call.app.edition === "premium" ? answer(group) : refused(10007)
  )

/** Answers for a permission group that exists; refuses otherwise. */
export const withPermissionGroup = <A>(
  { GroupId, PermissionGroupId }: { readonly GroupId: string; readonly PermissionGroupId: string },
  call: Call,
  answer: (permissionGroup: PermissionGroup, group: Group) => Answer<A>,
  code: number = codes.permissionGroupGone
): Answer<A> =>
  withPermissions(GroupId, call, (group) => {
    const permissionGroup = group.permissionGroups.get(PermissionGroupId)
    return permissionGroup === undefined ? refused(code) : answer(permissionGroup, group)
  })

/** What every note about permission groups begins with. */
export const basis =
  "A community without topics, and an edition that is not premium, are refused with 10007, which is " +
  "assumed. What permission groups allow is kept and answered, but decides nothing: whoever calls is an administrator."

const goneNote = "An unknown permission group is refused with 110006, which is assumed."

/** Cursors are places in the list of what was added. */
const cursor = {
  write: (serial: number): string => `TGS${btoa(String(serial))}`,
  /** Nothing for a text that no page answered. */
  read: (text: string): number | undefined => {
    if (text === "") return Infinity
    const encoded = /^TGS((?:[A-Za-z\d]{4})*(?:[A-Za-z\d]{2}==|[A-Za-z\d]{3}=)?)$/.exec(text)?.[1]
    const serial = encoded === undefined ? 0 : Number(atob(encoded))
    return Number.isSafeInteger(serial) && serial > 0 ? serial : undefined
  }
}

const infoOf = ({ customString, id, members, name, permission }: PermissionGroup) => ({
  PermissionGroupId: id,
  PermissionGroupName: name,
  Permission: permission,
  CustomString: customString,
  MemberNum: members.size,
  ...resultOf(0)
})

const knownLimits = { ...ofGroup.limits, "MemberList": 10005, "MemberList[]": 10004 }

/** The routes about permission groups and who is in them. */
export const permissionGroupRoutes: ReadonlyArray<Route> = [
  route(
    createPermissionGroup,
    {
      ...ofGroup,
      notes: [
        basis,
        "An id that is taken is refused with 10021, which is assumed.",
        "There is no limit of permission groups a community, nor of the length of CustomString.",
        "A mask above 2^53 - 1 is refused with 10004: the emulator keeps what a JavaScript number holds exactly.",
        silent
      ]
    },
    ({ CustomString, GroupId, Permission, PermissionGroupId, PermissionGroupName }, call) =>
      withPermissions(GroupId, call, ({ permissionGroups }) => {
        const isTaken = (id: string) => permissionGroups.get(id) !== undefined
        if (PermissionGroupId !== undefined && isTaken(PermissionGroupId)) return refused(10021)
        const id = PermissionGroupId ?? assignId("@PMG#_@PMG#c", isTaken, call)
        const made = new PermissionGroup(id, PermissionGroupName, Permission)
        made.customString = CustomString ?? ""
        permissionGroups.add(made)
        return { PermissionGroupId: id }
      })
  ),

  route(
    destroyPermissionGroup,
    { ...ofGroup, notes: [basis, "An unknown permission group fails alone with 110006, which is assumed.", silent] },
    ({ GroupId, PermissionGroupIdList }, call) =>
      withPermissions(GroupId, call, ({ permissionGroups }) => ({
        PermissionGroupResultList: PermissionGroupIdList.map((id) => {
          const known = permissionGroups.get(id)
          if (known !== undefined) permissionGroups.remove(known)
          return { PermissionGroupId: id, ...resultOf(known === undefined ? codes.permissionGroupGone : 0) }
        })
      }))
  ),

  route(
    modifyPermissionGroup,
    { ...ofGroup, notes: [basis, goneNote, silent] },
    (body, call) =>
      withPermissionGroup(body, call, (permissionGroup) => {
        const { CustomString, Permission, PermissionGroupName } = body
        if (PermissionGroupName !== undefined) permissionGroup.name = PermissionGroupName
        if (Permission !== undefined) permissionGroup.permission = Permission
        if (CustomString !== undefined) permissionGroup.customString = CustomString
        return {}
      })
  ),

  route(
    getPermissionGroup,
    {
      ...ofGroup,
      notes: [
        basis,
        "An unknown permission group fails alone with 110006, a page holds 20 when Limit is left out, the newest come " +
        "first, and Limit and Next do not count beside ids: all assumed, as is the name MemberNum."
      ]
    },
    ({ GroupId, Limit = 20, Next = "", PermissionGroupIdList = [] }, call) =>
      withPermissions(GroupId, call, ({ permissionGroups }) => {
        if (PermissionGroupIdList.length > 0) {
          return {
            PermissionGroupInfoList: PermissionGroupIdList.map((id) => {
              const known = permissionGroups.get(id)
              return known === undefined
                ? { PermissionGroupId: id, ...resultOf(codes.permissionGroupGone) }
                : infoOf(known)
            }),
            Next: ""
          }
        }
        const start = cursor.read(Next)
        if (start === undefined) return refused(10004, "Next is not what a page before answered")
        const found = permissionGroups.before(start, Limit + 1)
        const page = found.slice(0, Limit)
        return {
          PermissionGroupInfoList: page.map(({ value }) => infoOf(value)),
          Next: found.length > Limit ? cursor.write(page.at(-1)?.serial ?? 0) : ""
        }
      })
  ),

  route(
    addPermissionGroupMember,
    {
      ...ofGroup,
      limits: knownLimits,
      notes: [
        basis,
        goneNote,
        "Accounts that are no members of the community are answered with 0, those that are in the permission group " +
        "already with 2: both assumed. A permission group takes any number of members.",
        silent
      ]
    },
    (body, call) =>
      withPermissionGroup(body, call, (permissionGroup, { members, permissionGroups }) => ({
        MemberList: body.MemberList.map(({ Member_Account }) => {
          if (!members.has(Member_Account)) return { Member_Account, Result: 0 }
          if (permissionGroup.members.has(Member_Account)) return { Member_Account, Result: 2 }
          permissionGroups.join(permissionGroup, Member_Account)
          return { Member_Account, Result: 1 }
        })
      }))
  ),

  route(
    deletePermissionGroupMember,
    {
      ...ofGroup,
      limits: knownLimits,
      notes: [
        basis,
        goneNote,
        "Each account is answered: with 1 if it was in the permission group, with 2 if not. Both are assumed.",
        silent
      ]
    },
    (body, call) =>
      withPermissionGroup(body, call, (permissionGroup, { permissionGroups }) => ({
        MemberList: body.MemberList.map(({ Member_Account }) => ({
          Member_Account,
          Result: permissionGroups.leave(permissionGroup, Member_Account) ? 1 : 2
        }))
      }))
  ),

  route(
    getPermissionGroupMemberList,
    {
      ...ofGroup,
      notes: [
        basis,
        goneNote,
        "A page looks at Limit members, 50 when left out, the newest first, and then answers those of the roles asked " +
        "for: so it may be short, or empty, before the end. That is assumed."
      ]
    },
    (body, call) =>
      withPermissionGroup(body, call, (permissionGroup, group) => {
        const { AppDefinedDataFilter_GroupMember: keys, Limit = 50, MemberInfoFilter, MemberRoleFilter, Next = "" } =
          body
        const start = cursor.read(Next)
        if (start === undefined) return refused(10004, "Next is not what a page before answered")
        const found = permissionGroup.members.before(start, Limit + 1)
        const page = found.slice(0, Limit)
        const members = page.flatMap(({ key }) => group.members.get(key) ?? [])
        return {
          MemberList: members
            .filter(({ role }) => MemberRoleFilter === undefined || MemberRoleFilter.includes(role))
            .map((member) => memberOf(member, group, call.now, { names: MemberInfoFilter, keys })),
          Next: found.length > Limit ? cursor.write(page.at(-1)?.serial ?? 0) : ""
        }
      })
  )
]
