/** `timkit usersig`: the signatures that clients log in with. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { defaultExpire, inspect, sign, verify } from "../usersig/UserSig.ts"
import { command } from "./command.ts"
import { connection } from "./connection.ts"
import { showAnswer } from "./output.ts"

const create = command(
  "new",
  "Make a UserSig",
  {
    identifier: Argument.String("user").pipe(Argument.withDescription("The UserID to sign for")),
    expire: Flag.Int("expire").pipe(
      Flag.withDescription("How long it is valid, in seconds"),
      Flag.withDefault(defaultExpire)
    )
  },
  Effect.fnUntraced(function*({ expire, identifier }) {
    const { sdkAppId, secretKey } = yield* connection
    yield* Console.log(yield* sign({ sdkAppId, secretKey, identifier, expire }))
  })
).pipe(
  Command.withExamples([{ command: "timkit usersig new alice", description: "Valid for one day" }])
)

const userSigArgument = Argument.String("usersig").pipe(Argument.withDescription("The UserSig"))

const show = ({ expire, identifier, sdkAppId, time, validUntil }: {
  readonly expire: number
  readonly identifier: string
  readonly sdkAppId: number
  readonly time: number
  readonly validUntil: number
}) => showAnswer({ sdkAppId, identifier, time, expire, validUntil: new Date(validUntil * 1000).toISOString() })

const inspectCommand = command(
  "inspect",
  "Show what is inside a UserSig, without a key",
  { userSig: userSigArgument },
  ({ userSig }) => Effect.flatMap(inspect(userSig), show)
)

const verifyCommand = command(
  "verify",
  "Check a UserSig against the key",
  {
    identifier: Argument.String("user").pipe(Argument.withDescription("The UserID that it must be for")),
    userSig: userSigArgument
  },
  Effect.fnUntraced(function*({ identifier, userSig }) {
    const { sdkAppId, secretKey } = yield* connection
    yield* show(yield* verify({ userSig, identifier, sdkAppId, secretKey }))
  })
)

export const userSigCommand = Command.make("usersig").pipe(
  Command.withDescription("Make, read and check UserSigs"),
  Command.withSubcommands([create, inspectCommand, verifyCommand])
)
