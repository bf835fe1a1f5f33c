/** How conversations are named: by the other user, or by the group. */

/** A one-to-one conversation. */
export interface UserContact {
  readonly Type: 1
  readonly To_Account: string
}

/** The conversation of a group. */
export interface GroupContact {
  readonly Type: 2
  readonly ToGroupId: string
}

/** A conversation of a user, as most calls name it. */
export type ContactItem = UserContact | GroupContact

/**
 * A conversation of a user: made by `userContact` or `groupContact`, or as it was answered. Lists spell the group's id
 * `GroupId`, everything else `ToGroupId`; both are understood.
 */
export interface Contact {
  /** 1: one-to-one. 2: a group. */
  readonly Type: number | string
  /** The other user; where `Type` is 1. */
  readonly To_Account?: string | undefined
  /** The group; where `Type` is 2. */
  readonly ToGroupId?: string | undefined
  /** The group, as lists of conversations spell it. */
  readonly GroupId?: string | undefined
}

/** The one-to-one conversation with another user. */
export const userContact = (userId: string): UserContact => ({ Type: 1, To_Account: userId })

/** The conversation of a group. */
export const groupContact = (groupId: string): GroupContact => ({ Type: 2, ToGroupId: groupId })

/** A conversation as most calls name it. What names none is handed on, for the schema to tell what is wrong. */
export const toContactItem = (contact: Contact): ContactItem => {
  const { GroupId, To_Account, ToGroupId = GroupId, Type } = contact
  if (Number(Type) === 1 && To_Account !== undefined) return userContact(To_Account)
  if (Number(Type) === 2 && ToGroupId !== undefined) return groupContact(ToGroupId)
  return contact as ContactItem
}

/** The id of the user or the group behind a conversation. */
export const contactId = ({ GroupId = "", To_Account, ToGroupId = GroupId }: Contact): string => To_Account ?? ToGroupId
