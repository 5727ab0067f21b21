/** Everything that is done to a JSON Web Token. */
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'

export const jwtRows: readonly JwtRow[] = []
