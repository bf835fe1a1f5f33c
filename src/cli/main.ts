#!/usr/bin/env node
/** The `timkit` command. */
import process from "node:process"
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio"
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal"
import * as Cause from "effect/Cause"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Runtime from "effect/Runtime"
import { version } from "../version.ts"
import { emulatorCommand } from "./emulator.ts"
import { exportCommand } from "./exports.ts"
import { deleteCommand, importCommand, sendCommands } from "./jobs.ts"
import { userSigCommand } from "./usersig.ts"

const timkit = Command.make("timkit").pipe(
  Command.withDescription("Tools for the server side of Tencent Cloud Chat"),
  Command.withSubcommands([
    emulatorCommand,
    userSigCommand,
    importCommand,
    ...sendCommands,
    deleteCommand,
    exportCommand
  ])
)

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

const platform = Layer.mergeAll(NodeStdio.layer, NodeTerminal.layer, NodeChildProcessSpawner.layer).pipe(
  Layer.provideMerge(files)
)

timkit.pipe(
  Command.run({ version }),
  Effect.provide(platform),
  // Being stopped is how an emulator ends. A job says by itself that it did not come to its end.
  NodeRuntime.runMain({
    teardown: (exit, onExit) =>
      Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
        ? onExit(Number(process.exitCode ?? 0))
        : Runtime.defaultTeardown(exit, onExit)
  })
)
