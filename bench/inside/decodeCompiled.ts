/** The same with Effect's compiler for schemas, which must be there before they are made. */
// oxlint-disable import/no-unassigned-import
import "effect/schema/SchemaJITCompiler/enable"
import "./decode.ts"
