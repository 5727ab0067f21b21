/** The proof of the attacks on surfaces. */
import { ATTACKS, proofOf } from './proving.ts'

proofOf((flow) => flow === ATTACKS)
