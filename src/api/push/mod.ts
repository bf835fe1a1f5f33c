/**
 * Push to all users, by tag, by attribute and to lists, both generations: the services and their endpoints.
 *
 * @module
 */
export * from "./AllMemberPush.ts"
export * from "./allMemberPushEndpoints.ts"
export * from "./audienceEndpoints.ts"
export * from "./Push.ts"
export * from "./sendEndpoints.ts"
export * from "./statisticsEndpoints.ts"
