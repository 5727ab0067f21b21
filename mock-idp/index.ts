/** The mock identity provider as a library: start one, list what it can do wrong, steer it. */
export type { MockIdpClient, TenantClient } from './client.ts'
export { ControlRefused, mockIdpAt } from './client.ts'
export type * from './control.ts'
export { misbehaviours } from './misbehaviours/all.ts'
export type { Misbehaviour, Topic } from './misbehaviours/misbehaviour.ts'
export type { MockIdp, MockIdpOptions } from './server.ts'
export { startMockIdp } from './server.ts'
