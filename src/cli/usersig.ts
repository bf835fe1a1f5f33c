/** `timkit usersig`: the signatures that clients log in with. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { environmentNames } from "../endpoint/Config.ts"
import { defaultExpire, inspect, sign, verify } from "../usersig/UserSig.ts"
import { CommandFailed, readSecretKey } from "./secretKey.ts"

const sdkAppIdFlag = Flag.Int("sdk-app-id").pipe(
  Flag.withDescription(`The SDKAppID of the app; ${environmentNames.sdkAppId} when left out`),
  Flag.optional
)

const keyFileFlag = Flag.String("key-file").pipe(
  Flag.withDescription(`A file that holds the secret key; ${environmentNames.secretKey} when left out`),
  Flag.optional
)

const readSdkAppId = (flag: Option.Option<number>): Effect.Effect<number, CommandFailed> =>
  Option.isSome(flag) ? Effect.succeed(flag.value) : Effect.mapError(
    Config.Int(environmentNames.sdkAppId),
    () => new CommandFailed({ detail: `give --sdk-app-id, or set ${environmentNames.sdkAppId}` })
  )

const readKey = (file: Option.Option<string>) =>
  Effect.flatMap(readSecretKey(file), (key) =>
    key === undefined
      ? Effect.fail(new CommandFailed({ detail: `set ${environmentNames.secretKey}, or give --key-file` }))
      : Effect.succeed(key))

const create = Command.make(
  "new",
  {
    identifier: Argument.String("user").pipe(Argument.withDescription("The UserID to sign for")),
    expire: Flag.Int("expire").pipe(
      Flag.withDescription("How long it is valid, in seconds"),
      Flag.withDefault(defaultExpire)
    ),
    sdkAppId: sdkAppIdFlag,
    keyFile: keyFileFlag
  },
  Effect.fnUntraced(function*({ expire, identifier, keyFile, sdkAppId }) {
    const secretKey = yield* readKey(keyFile)
    yield* Console.log(yield* sign({ sdkAppId: yield* readSdkAppId(sdkAppId), secretKey, identifier, expire }))
  })
).pipe(
  Command.withDescription("Make a UserSig"),
  Command.withExamples([{ command: "timkit usersig new alice", description: "Valid for one day" }])
)

const userSigArgument = Argument.String("usersig").pipe(Argument.withDescription("The UserSig"))

const show = ({ expire, identifier, sdkAppId, time, validUntil }: {
  readonly expire: number
  readonly identifier: string
  readonly sdkAppId: number
  readonly time: number
  readonly validUntil: number
}) =>
  Console.log(JSON.stringify(
    {
      sdkAppId,
      identifier,
      time,
      expire,
      validUntil: new Date(validUntil * 1000).toISOString()
    },
    null,
    2
  ))

const inspectCommand = Command.make(
  "inspect",
  { userSig: userSigArgument },
  ({ userSig }) => Effect.flatMap(inspect(userSig), show)
).pipe(Command.withDescription("Show what is inside a UserSig, without a key"))

const verifyCommand = Command.make(
  "verify",
  {
    identifier: Argument.String("user").pipe(Argument.withDescription("The UserID that it must be for")),
    userSig: userSigArgument,
    sdkAppId: sdkAppIdFlag,
    keyFile: keyFileFlag
  },
  Effect.fnUntraced(function*({ identifier, keyFile, sdkAppId, userSig }) {
    const secretKey = yield* readKey(keyFile)
    yield* show(yield* verify({ userSig, identifier, sdkAppId: yield* readSdkAppId(sdkAppId), secretKey }))
  })
).pipe(Command.withDescription("Check a UserSig against the key"))

export const userSigCommand = Command.make("usersig").pipe(
  Command.withDescription("Make, read and check UserSigs"),
  Command.withSubcommands([create, inspectCommand, verifyCommand])
)
