/** The proof of the documented flows. */
import { ATTACKS, proofOf } from './proving.ts'

proofOf((flow) => flow !== ATTACKS)
