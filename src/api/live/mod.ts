/**
 * Live rooms: the services and their endpoints.
 *
 * @module
 */
export * from "./engineMemberEndpoints.ts"
export * from "./engineRoomEndpoints.ts"
export * from "./LiveEngine.ts"
export * from "./LiveRooms.ts"
export * from "./roomEndpoints.ts"
