/** What the webhooks about groups have in common. */
import type { Call } from "../Route.ts"
import type { Group } from "../state/Groups.ts"
import type { Topic } from "../state/Topics.ts"

/** Which group it is about. Rooms of the live engine have a type of their own. */
export const namesOf = ({ groupId, type }: Group, { app }: Call) => ({
  GroupId: groupId,
  Type: app.liveEngine.get(groupId) === undefined ? type : "Live" as const
})

/** A list of users. */
export const membersOf = (userIds: Iterable<string>) => Array.from(userIds, (Member_Account) => ({ Member_Account }))

/** The texts of a group or a topic whose change is told. */
export const textsOf = ({ faceUrl, introduction, name, notification }: Group | Topic) => ({
  Name: name,
  Introduction: introduction,
  Notification: notification,
  FaceUrl: faceUrl
})

type Texts = ReturnType<typeof textsOf>

/** The texts that are not what they were before; nothing where all are. */
export const changedTexts = (before: Texts, after: Group | Topic): Partial<Texts> | undefined => {
  const changed: Array<[string, string]> = []
  for (const [name, text] of Object.entries(textsOf(after))) {
    if (before[name as keyof Texts] !== text) changed.push([name, text])
  }
  return changed.length === 0 ? undefined : Object.fromEntries(changed)
}
