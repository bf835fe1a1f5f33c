/** The builder of groups. */
import type { createGroup } from "../src/api/groups/endpoints/lifecycle.ts"
import type { Built, RequestOf } from "../src/endpoint/Endpoint.ts"
import { toText } from "./text.ts"

type Request = RequestOf<typeof createGroup>

type FirstMember = NonNullable<Request["MemberList"]>[number]

/** A type of group that can be created. */
type Type = Request["Type"]

/** What a first member may be given. */
export type FirstMemberOptions<T extends Type> =
  & {
    /** The member's custom fields by their keys; values of at most 64 bytes. */
    readonly custom?: { readonly [key: string]: unknown } | undefined
  }
  & (T extends "Private" ? { readonly role?: never }
    : {
      /** Makes the member an admin. */
      readonly role?: "Admin" | undefined
    })

/** The steps that every group has. */
export interface GroupSteps<T extends Type, Named extends boolean> {
  /** The name, at most 100 bytes. Every group needs one. */
  name(text: string): GroupBuilder<T, true>
  /** An id of the app's own instead of one that the service makes up. */
  id(groupId: string): GroupBuilder<T, Named>
  /** The owner, an imported account. */
  owner(userId: string): GroupBuilder<T, Named>
  /** At most 400 bytes. */
  introduction(text: string): GroupBuilder<T, Named>
  /** At most 400 bytes. */
  notification(text: string): GroupBuilder<T, Named>
  /** The address of an avatar, at most 500 bytes. */
  faceUrl(url: string): GroupBuilder<T, Named>
  /** A custom field that is configured, at most 512 bytes. Anything but a text is written as JSON. */
  custom(key: string, value: unknown): GroupBuilder<T, Named>
}

/** The steps of groups that store members. */
export interface MemberSteps<T extends Type, Named extends boolean> {
  /** How many members the group takes. */
  maxMembers(count: number): GroupBuilder<T, Named>
  /** One more first member. A member that is there already is replaced. */
  member(userId: string, options?: FirstMemberOptions<T>): GroupBuilder<T, Named>
  /** More first members, 100 in all. */
  members(userIds: ReadonlyArray<string>): GroupBuilder<T, Named>
}

/** The step of groups in which one can choose who may invite. */
export interface InviteSteps<T extends Type, Named extends boolean> {
  /** Who may invite. */
  inviteJoin(option: NonNullable<Request["InviteJoinOption"]>): GroupBuilder<T, Named>
}

/** The step of groups to which one applies. */
export interface ApplySteps<T extends Type, Named extends boolean> {
  /** What becomes of those who apply. */
  applyJoin(option: NonNullable<Request["ApplyJoinOption"]>): GroupBuilder<T, Named>
}

/** The step of communities. */
export interface TopicSteps<T extends Type, Named extends boolean> {
  /** The community holds topics. With a mask of what every member may do, permission groups decide instead of roles. */
  topics(options?: { readonly defaultPermission?: number | undefined }): GroupBuilder<T, Named>
}

/**
 * A group in the making. Each step returns a new builder and leaves the old one as it was. What the type of group does
 * not have is no step of its builder, and a group without a name cannot be created.
 */
export type GroupBuilder<T extends Type, Named extends boolean = false> =
  & GroupSteps<T, Named>
  & (T extends "AVChatRoom" ? unknown : MemberSteps<T, Named>)
  & (T extends "AVChatRoom" | "Community" ? unknown : InviteSteps<T, Named>)
  & (T extends "Public" ? ApplySteps<T, Named> : unknown)
  & (T extends "Community" ? TopicSteps<T, Named> : unknown)
  & (Named extends true ? Built<Request> : unknown)

type Body = Omit<Request, "Name"> & { readonly Name?: string }

class Group {
  readonly #body: Body

  constructor(body: Body) {
    this.#body = body
  }

  #with(fields: Partial<Body>): Group {
    return new Group({ ...this.#body, ...fields })
  }

  name(Name: string): Group {
    return this.#with({ Name })
  }

  id(GroupId: string): Group {
    return this.#with({ GroupId })
  }

  owner(Owner_Account: string): Group {
    return this.#with({ Owner_Account })
  }

  introduction(Introduction: string): Group {
    return this.#with({ Introduction })
  }

  notification(Notification: string): Group {
    return this.#with({ Notification })
  }

  faceUrl(FaceUrl: string): Group {
    return this.#with({ FaceUrl })
  }

  maxMembers(MaxMemberCount: number): Group {
    return this.#with({ MaxMemberCount })
  }

  applyJoin(ApplyJoinOption: Request["ApplyJoinOption"]): Group {
    return this.#with({ ApplyJoinOption })
  }

  inviteJoin(InviteJoinOption: Request["InviteJoinOption"]): Group {
    return this.#with({ InviteJoinOption })
  }

  custom(key: string, value: unknown): Group {
    const others = (this.#body.AppDefinedData ?? []).filter(({ Key }) => Key !== key)
    return this.#with({ AppDefinedData: [...others, { Key: key, Value: toText(value) }] })
  }

  member(userId: string, options: { readonly role?: "Admin"; readonly custom?: Record<string, unknown> } = {}): Group {
    const { custom, role } = options
    const member: FirstMember = {
      Member_Account: userId,
      ...(role === undefined ? {} : { Role: role }),
      ...(custom === undefined
        ? {}
        : { AppMemberDefinedData: Object.entries(custom).map(([Key, value]) => ({ Key, Value: toText(value) })) })
    }
    return this.#addMembers([member])
  }

  members(userIds: ReadonlyArray<string>): Group {
    return this.#addMembers(userIds.map((Member_Account) => ({ Member_Account })))
  }

  #addMembers(members: ReadonlyArray<FirstMember>): Group {
    const all = new Map<string, FirstMember>()
    for (const member of [...this.#body.MemberList ?? [], ...members]) all.set(member.Member_Account, member)
    return this.#with({ MemberList: [...all.values()] })
  }

  topics({ defaultPermission }: { readonly defaultPermission?: number } = {}): Group {
    return this.#with({
      SupportTopic: 1,
      ...(defaultPermission === undefined ? {} : { EnablePermission: 1, DefaultPermission: defaultPermission })
    })
  }

  toJSON(): Body {
    return this.#body
  }
}

/**
 * Builds a group.
 *
 * @example
 * ```ts
 * import { connect, group } from "timkit"
 * import { emulator } from "timkit/emulator"
 *
 * await using tim = await connect(emulator().options)
 * await tim.accounts.importMany(["alice", "bob", "carol"])
 * const readers = group("Public").name("Readers").owner("alice").applyJoin("FreeAccess")
 * await tim.groups.create(readers.id("readers").member("bob", { role: "Admin" }).members(["carol"]))
 * ```
 */
export const group = <const T extends Type>(type: T): GroupBuilder<T> =>
  new Group({ Type: type }) as unknown as GroupBuilder<T>
