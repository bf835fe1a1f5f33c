/** What the reference says about accounts. */
import {
  accountCheck,
  accountDelete,
  accountImport,
  kick,
  multiaccountImport,
  queryOnlineStatus,
  querystate,
  registerAccountV1
} from "../api/accounts/endpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about accounts. */
export const accountEntries: ReadonlyArray<Entry> = [
  entry(accountImport, {
    title: "Create one account, or refresh its name and avatar",
    implementedBy: "accounts.import",
    errors: [40006, 40601, 70169, 70398, 70399, 70402, 70403, 70500]
  }),
  entry(multiaccountImport, {
    title: "Create up to 100 accounts at once",
    implementedBy: "accounts.importMany",
    errors: [40006, 40601, 70169, 70202, 70398, 70399, 70402, 70403, 70500]
  }),
  entry(accountDelete, {
    title: "Delete accounts and whatever they own",
    implementedBy: "accounts.delete",
    errors: [30006, 30007, 30008, 40006, 70107, 70169, 70202, 70402, 70403, 70500, 71000]
  }),
  entry(accountCheck, {
    title: "Tell which accounts exist",
    implementedBy: "accounts.check",
    errors: [70169, 70202, 70402, 70403, 70500]
  }),
  entry(kick, {
    title: "Log an account out and end its older UserSigs",
    implementedBy: "accounts.kick",
    errors: [70107, 70169, 70402, 70403, 70500]
  }),
  entry(queryOnlineStatus, {
    title: "Tell who is online, and where",
    implementedBy: "accounts.queryOnlineStatus",
    errors: [70107, 70169, 90001, 90003, 90009, 90011, 90992, 90994, 90995, 91000]
  }),
  entry(querystate, {
    title: "Tell who is online, in the older form",
    implementedBy: "accounts.queryState",
    errors: [90001, 90003, 90009, 90011, 90992, 90994, 90995, 91000]
  }),
  entry(registerAccountV1, {
    title: "Sign up an account with a password; the service gave this up",
    implementedBy: "accounts.registerAccountV1",
    errors: []
  })
]
