/** What the reference says about profiles. */
import { portraitGet, portraitSet } from "../api/profiles/endpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about profiles. */
export const profileEntries: ReadonlyArray<Entry> = [
  entry(portraitGet, {
    title: "Read fields of users' profiles",
    implementedBy: "profiles.get",
    errors: [40001, 40002, 40003, 40004, 40006, 40007, 40009]
  }),
  entry(portraitSet, {
    title: "Write fields of one user's profile",
    implementedBy: "profiles.set",
    errors: [40001, 40003, 40004, 40006, 40008, 40009, 40601, 40605, 40610]
  })
]
