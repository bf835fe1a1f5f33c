#!/usr/bin/env node
/** The process of the `timkit` command. */
import process from "node:process"
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio"
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Runtime from "effect/Runtime"
import * as Stdio from "effect/Stdio"
import { interruptedCode } from "./interruption.ts"
import { runTimkit } from "./timkit.ts"

const files = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

const platform = Layer.mergeAll(NodeStdio.layer, NodeTerminal.layer, NodeChildProcessSpawner.layer).pipe(
  Layer.provideMerge(files)
)

// Who reads may have enough: `timkit … | head` is no failure.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") process.exit(0)
})

Effect.flatMap(Stdio.Stdio, ({ args }) => Effect.flatMap(args, runTimkit)).pipe(
  Effect.provide(platform),
  Effect.tapCause((cause) => Cause.hasDies(cause) ? Effect.logError(cause) : Effect.void),
  Effect.provideService(Logger.LogToStderr, true),
  NodeRuntime.runMain({
    disableErrorReporting: true,
    // A server that was stopped ended well, and a job that was stopped says by itself how it ended.
    teardown: (exit, onExit) =>
      Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
        ? onExit(interruptedCode())
        : Runtime.defaultTeardown(exit, onExit)
  })
)
