/** `timkit group`: groups as a whole. What is about their members is in `groupMembers.ts`. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { GroupMessages } from "../api/groupMessages/GroupMessages.ts"
import { makeGroups } from "../api/groups/Groups.ts"
import { applyJoinOption, groupType, inviteJoinOption } from "../api/groups/schemas.ts"
import type { TimClientService } from "../endpoint/client.ts"
import { valuesOf } from "../endpoint/wire.ts"
import { showCall, withClient } from "./calling.ts"
import { command } from "./command.ts"
import { CommandFailed } from "./failures.ts"
import { addMembers, listMembers, muteMembers, removeMembers, setRole, transfer } from "./groupMembers.ts"
import { showBatch, showItems } from "./output.ts"
import { choice, confirm, given, one, some, text, whole, yes } from "./words.ts"

const group = one("group", "The GroupId")

/** What is told about a group, whether it is made or changed. */
const about = {
  introduction: text("introduction", "What it is about, at most 400 bytes"),
  notification: text("notification", "What members shall know, at most 400 bytes"),
  avatar: text("avatar", "The address of its avatar"),
  apply: choice("apply", valuesOf(applyJoinOption()), "What becomes of those who apply"),
  invite: choice("invite", valuesOf(inviteJoinOption()), "Who may invite"),
  maxMembers: whole("max-members", "How many members it may have")
}

const create = command(
  "create",
  "Make a group",
  {
    type: Argument.Literals("type", valuesOf(groupType())).pipe(Argument.withDescription("The type")),
    name: one("name", "The name, at most 100 bytes"),
    id: text("id", "The GroupId; the service makes one up when left out"),
    owner: text("owner", "The owner, who becomes a member"),
    member: Flag.String("member").pipe(
      Flag.withDescription("A member, several times for several"),
      Flag.atLeast(0)
    ),
    ...about
  },
  ({ apply, avatar, id, introduction, invite, maxMembers, member, name, notification, owner, type }) =>
    showCall((client) =>
      makeGroups(client).create(type, name, {
        ...given({
          GroupId: id,
          Owner_Account: owner,
          Introduction: introduction,
          Notification: notification,
          FaceUrl: avatar,
          ApplyJoinOption: apply,
          InviteJoinOption: invite,
          MaxMemberCount: maxMembers
        }),
        ...(member.length === 0 ? {} : { MemberList: member.map((Member_Account) => ({ Member_Account })) })
      })
    )
)

const get = command(
  "get",
  "Read what groups are",
  { groups: some("groups", "GroupIds") },
  ({ groups }) =>
    Effect.flatMap(withClient((client) => makeGroups(client).getInfo(groups)), (found) => showBatch(found))
)

/** Tells what a stream of a client brings. */
const showStream = <A, E, R>(items: (client: TimClientService) => Stream.Stream<A, E, R>) =>
  withClient((client) => showItems(items(client)))

const list = command(
  "list",
  "List all groups of the app",
  { type: choice("type", valuesOf(groupType()), "Only those of one type") },
  ({ type }) =>
    showStream((client) =>
      Stream.map(makeGroups(client).allGroups(given({ GroupType: type })), (GroupId) => ({ GroupId }))
    )
)

const joined = command(
  "joined",
  "List the groups that a user joined",
  { user: one("user", "The UserID") },
  ({ user }) => showStream((client) => makeGroups(client).joinedGroups(user))
)

const update = command(
  "update",
  "Change what a group is; what is left out stays",
  {
    group,
    name: text("name", "The name, at most 100 bytes"),
    ...about,
    muteAll: choice("mute-all", ["On", "Off"], "Whether only owner and admins may speak")
  },
  Effect.fnUntraced(function*(input) {
    const changes = given({
      Name: input.name,
      Introduction: input.introduction,
      Notification: input.notification,
      FaceUrl: input.avatar,
      ApplyJoinOption: input.apply,
      InviteJoinOption: input.invite,
      MaxMemberNum: input.maxMembers,
      MuteAllMember: input.muteAll
    })
    if (Object.keys(changes).length === 0) return yield* new CommandFailed({ detail: "give at least one change" })
    yield* showCall((client) => makeGroups(client).modifyInfo(input.group, changes))
  })
)

const destroy = command(
  "destroy",
  "Disband a group with everything in it",
  { group, yes },
  Effect.fnUntraced(function*({ group, yes }) {
    yield* confirm(`Destroy ${group}`, yes)
    yield* showCall((client) => makeGroups(client).destroy(group))
  })
)

const history = command(
  "history",
  "Read the messages of a group, newest first",
  {
    group,
    topic: text("topic", "A topic of the group"),
    limit: whole("limit", "How many messages at most; all when left out")
  },
  ({ group, limit, topic }) =>
    showStream((client) => {
      const messages = GroupMessages.make(client).history(group, given({ TopicId: topic }))
      return Option.match(limit, { onNone: () => messages, onSome: (count) => Stream.take(messages, count) })
    })
)

/** `timkit group`. */
export const groupCommand = Command.make("group").pipe(
  Command.withDescription("Make, read, change and end groups, and say who is in them"),
  Command.withSubcommands([
    create,
    get,
    list,
    joined,
    update,
    listMembers,
    addMembers,
    removeMembers,
    muteMembers,
    setRole,
    transfer,
    destroy,
    history
  ]),
  Command.withExamples([
    { command: "timkit group create Public Readers --id readers --owner alice", description: "Make a group" },
    { command: "timkit group add readers bob carol", description: "Add members" },
    { command: "timkit group members readers --format ndjson", description: "One member a line" }
  ])
)
